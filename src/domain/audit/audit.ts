import type { Advice } from './advice.ts'
import type { DeclaredPod } from './declaredPod.ts'
import { adviceOnHooks } from './hooks.ts'
import { adviceOnImages } from './images.ts'
import { adviceOnNodes } from './nodes.ts'
import { adviceOnSecrets } from './secrets.ts'
import type { Surroundings } from './surroundings.ts'

/** Everything that can be told of a pod before it runs: what will go wrong, and what is unwise. */
export const auditPod = (pod: DeclaredPod, around: Surroundings): readonly Advice[] => [
  ...adviceOnImages(pod, around),
  ...adviceOnSecrets(pod, around),
  ...adviceOnNodes(pod, around),
  ...adviceOnHooks(pod),
]
