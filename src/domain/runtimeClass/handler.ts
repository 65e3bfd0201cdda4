import type { Node } from '../objects/node.ts'

export type HandlersOfNode = Pick<Node, 'name' | 'runtimeHandlers'>

/** Whether a node has a runtime handler; a node that does not report its handlers proves nothing. */
export const handlerKnown = (node: HandlersOfNode | undefined, handler: string): 'yes' | 'no' | 'unknown' => {
  if (node?.runtimeHandlers === undefined) return 'unknown'
  return node.runtimeHandlers.includes(handler) ? 'yes' : 'no'
}

/** Names of nodes by whether they have a handler, each in the order given. */
export interface HandlerNodes {
  readonly having: readonly string[]
  readonly lacking: readonly string[]
  /** They do not report their handlers (containerd before 2.0, CRI-O before 1.30, or kubelet before 1.30). */
  readonly unknown: readonly string[]
}

/** On which nodes a handler is known to be (node.status.runtimeHandlers, core/v1 since 1.30). */
export const nodesWithHandler = (handler: string, nodes: readonly HandlersOfNode[]): HandlerNodes => {
  const namesOf = (answer: 'yes' | 'no' | 'unknown'): readonly string[] =>
    nodes.filter((node) => handlerKnown(node, handler) === answer).map(({ name }) => name)
  return { having: namesOf('yes'), lacking: namesOf('no'), unknown: namesOf('unknown') }
}

const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Why the API server refuses a handler name; undefined when it does not (ValidateRuntimeClass,
 * pkg/apis/node/validation, v1.36). A handler never changes after creation.
 */
export const handlerNameProblem = (handler: string): string | undefined => {
  if (handler === '') return 'handler is required'
  if (handler.length > 63) return 'handler is longer than 63 characters'
  return dnsLabel.test(handler)
    ? undefined
    : 'handler must be a DNS label: lower-case letters, digits and "-", beginning and ending with a letter or digit'
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
