import type { Node } from '../../domain/objects/node.ts'
import { createListPool, type Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { at, entries, interned, many, record, required } from './schema.ts'

/** core/v1 Node. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const nodeRecord = record({
  metadata: at(1, {
    name: required(interned(1)),
    labels: entries(11, { os: 'kubernetes.io/os', architecture: 'kubernetes.io/arch' }),
  }),
  status: at(3, {
    nodeInfo: at(7, { kubeletVersion: interned(7), operatingSystem: interned(9), architecture: interned(10) }),
    runtimeHandlers: many(12, { name: interned(1) }),
  }),
})

/** Decodes Nodes. Until kubelet has reported, its labels tell the platform; '' when nothing does. */
export const decodeNode = (interner: Interner): Decode<Node> => {
  const shareHandlers = createListPool<string>()
  return decoder(
    recordReader(nodeRecord, interner),
    ({ metadata: { name, labels }, status: { nodeInfo, runtimeHandlers } }) => ({
      name,
      os: nodeInfo.operatingSystem ?? labels.os ?? '',
      architecture: nodeInfo.architecture ?? labels.architecture ?? '',
      kubeletVersion: nodeInfo.kubeletVersion ?? '',
      // The default handler's name is empty. An empty list is one that is not reported.
      ...(runtimeHandlers.length > 0 && {
        runtimeHandlers: shareHandlers(runtimeHandlers.map((handler) => handler.name ?? '')),
      }),
    }),
  )
}
