import type { Pod } from '../../domain/objects/pod.ts'
import { endsWithPacked, packEnding, packUid, unpackEnding, unpackUid } from './packedText.ts'
import type { HeldShape } from './podShapes.ts'

/** A pod's row. The first two words are the index's; a row whose shape is 0 is free. */
const word = { shape: 2, node: 3, createdAt: 4, uid: 5, ending: 9 } as const
export const rowWidth = 11

/** The numbers of what a pod refers to. */
export interface PodNumbers {
  readonly shape: number
  readonly node: number
}

const isWord = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff

/** Whether anything is to be kept of a pod beside its row: what waits or goes is looked at, and stays as it came. */
const isCalm = ({ deleting, waiting, notReadySince }: Pod): boolean =>
  !deleting && waiting.length === 0 && notReadySince === undefined

const isKeyOf = (key: string, { namespace, name }: Pod): boolean =>
  key.length === namespace.length + 1 + name.length && key.startsWith(namespace) && key.endsWith(name)

/**
 * Writes all that is a pod's own into a row, but for the numbers; false when it does not fit there.
 *
 * @param prefix of the pod's shape
 */
export const packPod = (key: string, pod: Pod, prefix: string, words: Uint32Array, start: number): boolean => {
  if (!isCalm(pod) || !isWord(pod.createdAt) || !isKeyOf(key, pod)) return false
  if (!key.startsWith(prefix) || !packEnding(key, prefix.length, words, start + word.ending)) return false
  if (!packUid(pod.uid, words, start + word.uid)) return false
  words[start + word.createdAt] = pod.createdAt
  return true
}

export const setNumbers = ({ shape, node }: PodNumbers, words: Uint32Array, start: number): void => {
  words[start + word.shape] = shape
  words[start + word.node] = node
}

export const numbersAt = (words: Uint32Array, start: number): PodNumbers => ({
  shape: words[start + word.shape] ?? 0,
  node: words[start + word.node] ?? 0,
})

export const hasKey = (key: string, { prefix }: HeldShape, words: Uint32Array, start: number): boolean =>
  key.startsWith(prefix) && endsWithPacked(key, prefix.length, words, start + word.ending)

export const keyAt = ({ prefix }: HeldShape, words: Uint32Array, start: number): string =>
  prefix + unpackEnding(words, start + word.ending)

const nothingWaits: Pod['waiting'] = []

export const podAt = ({ shape }: HeldShape, nodeName: string | undefined, words: Uint32Array, start: number): Pod => ({
  ...shape,
  name: `${shape.controller.name}-${unpackEnding(words, start + word.ending)}`,
  uid: unpackUid(words, start + word.uid),
  createdAt: words[start + word.createdAt] ?? 0,
  deleting: false,
  waiting: nothingWaits,
  ...(nodeName !== undefined && { nodeName }),
})
