import { accessSamples } from './access.ts'
import { containerdSamples } from './containerd.ts'
import { containerdContentSamples } from './containerdContent.ts'
import { crioSamples } from './crio.ts'
import { crioContentSamples } from './crioContent.ts'
import { dockerSamples } from './dockerEngine.ts'
import { nodeSamples } from './node.ts'
import { registryWordings } from './registries.ts'
import { registrySamples } from './registry.ts'
import type { Sample } from './wrap.ts'

export const everySample: readonly Sample[] = [
  ...nodeSamples,
  ...registrySamples,
  ...accessSamples,
  ...containerdSamples,
  ...containerdContentSamples,
  ...crioSamples,
  ...crioContentSamples,
  ...dockerSamples,
  ...registryWordings,
]
