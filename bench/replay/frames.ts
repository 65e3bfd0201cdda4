import { podObject } from '../cluster/pod.ts'
import { shapeOf } from '../cluster/shape.ts'
import { encodeMessage, envelope, watchFrame } from '../../test/support/protobuf/encode.ts'
import { messages } from '../../test/support/protobuf/messages.ts'
import type { JsonObject } from '../../test/support/apiserver/json.ts'

const podFrame = (type: string, pod: JsonObject): Buffer =>
  watchFrame(type, envelope('v1', 'Pod', encodeMessage(messages.Pod, pod)))

const endOfList = {
  metadata: { resourceVersion: '1', annotations: { 'k8s.io/initial-events-end': 'true' } },
}

/** The bookmark that ends an initial list, of any kind: all begin with their metadata. */
export const endFrame = watchFrame(
  'BOOKMARK',
  envelope('v1', 'Namespace', encodeMessage(messages.Namespace, endOfList)),
)
export const endLine = Buffer.from(`${JSON.stringify({ type: 'BOOKMARK', object: endOfList })}\n`)

/** Pods that all run: the failing ones come with the changes. */
const runningPod = (index: number, pods: number) => podObject(index, { ...shapeOf(pods), failing: 0 })

export const initialFrames = function* (pods: number): Generator<Buffer> {
  for (let index = 0; index < pods; index++) yield podFrame('ADDED', runningPod(index, pods))
}

const withRestarts = (pod: ReturnType<typeof runningPod>, restartCount: number): JsonObject => {
  const [status] = pod.status.containerStatuses
  return {
    ...pod,
    status: { ...pod.status, containerStatuses: [{ ...status, restartCount, ready: restartCount === 0 }] },
  }
}

/** Bytes of changes that are repeated: so many pods restart, and are well again. */
const changing = 2_000

/** What kubelets write all the time: pods of which a container restarted, and is ready again. */
export const changeFrames = (pods: number): readonly Buffer[] =>
  [1, 0].flatMap((restarts) =>
    Array.from({ length: Math.min(changing, pods) }, (_, index) =>
      podFrame('MODIFIED', withRestarts(runningPod(index, pods), restarts)),
    ),
  )

/** A pod of its own that cannot be pulled: one more failing workload, which tells how far the operator has read. */
export const markFrame = (index: number): Buffer => {
  const pod = podObject(0, { ...shapeOf(100), failing: 1 })
  const name = `mark-${index}`
  return podFrame('ADDED', { ...pod, metadata: { ...pod.metadata, name, uid: `mark-${index}`, ownerReferences: [] } })
}
