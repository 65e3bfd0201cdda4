import type { Pod } from '../../objects/pod.ts'
import { handlerKnown, missingHandler } from '../../runtimeClass/handler.ts'
import { missingRuntimeClass } from '../../runtimeClass/missing.ts'
import type { Failure } from '../failure.ts'
import type { World } from '../world.ts'

const handlerThere = (text: string, nodeName: string | undefined, world: World): boolean => {
  const node = nodeName === undefined ? undefined : world.node(nodeName)
  return handlerKnown(node, missingHandler(text) ?? '') === 'yes'
}

/** An Event outlives what it tells of: whether the cluster shows that a failure is over. */
export const isOver = ({ class: name, text }: Failure, pod: Pick<Pod, 'nodeName'>, world: World): boolean =>
  (name === 'RuntimeHandlerMissing' && handlerThere(text, pod.nodeName, world)) ||
  (name === 'RuntimeClassNotFound' && world.runtimeClass(missingRuntimeClass(text) ?? '') !== undefined)
