import type { Node } from '../objects/node.ts'

/** Whether a node has a runtime handler; a node that does not report its handlers proves nothing. */
export const handlerKnown = (node: Node | undefined, handler: string): 'yes' | 'no' | 'unknown' => {
  if (node?.runtimeHandlers === undefined) return 'unknown'
  return node.runtimeHandlers.includes(handler) ? 'yes' : 'no'
}

/** containerd, CRI-O and dockershim, in this order. A handler is a DNS label. */
const wordings = [
  /no runtime for "([^"]{1,63})" is configured/,
  /failed to find runtime handler ([^\s]{1,63}) from runtime list/,
  /RuntimeHandler "([^"]{1,63})" not supported/,
]

/** The handler that a runtime calls missing. */
export const missingHandler = (message: string): string | undefined =>
  wordings.map((wording) => wording.exec(message)?.[1]).find((handler) => handler !== undefined)
