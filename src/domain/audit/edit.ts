import { defaultPullPolicy } from '../image/pullPolicy.ts'
import { parseImageReference } from '../image/reference.ts'
import type { Advice } from './advice.ts'
import type { DeclaredPod } from './declaredPod.ts'

/**
 * What will be otherwise than a manifest looks, once it is applied to the object that stands in the cluster: a pull
 * policy that the manifest leaves out keeps the value that was filled in when the object was created, whatever the
 * image is by now. One that had been applied before is taken away with the line, and filled in anew.
 */
export const adviceOnEdit = (manifest: DeclaredPod, standing: DeclaredPod): readonly Advice[] =>
  manifest.containers.flatMap(({ name, image, pullPolicy }) => {
    const before = standing.containers.find((container) => container.name === name)
    const parsed = parseImageReference(image)
    if (pullPolicy !== undefined || before?.pullPolicy === undefined || before.policyWritten === true) return []
    if (!parsed.ok || parsed.reference.digest !== undefined) return []
    const byDefault = defaultPullPolicy(parsed.reference)
    if (before.pullPolicy === byDefault) return []
    return [
      {
        severity: 'warning',
        cause: 'StalePullPolicy',
        part: { kind: 'container', name },
        image,
        message: `The manifest leaves imagePullPolicy out, and the object in the cluster has ${before.pullPolicy}, set for ${before.image}: it stays so when this is applied, where the new image would get ${byDefault}.`,
        remedy: `Write imagePullPolicy: ${byDefault} in the pod template, or ${before.pullPolicy} if that is meant.`,
      } as const,
    ]
  })
