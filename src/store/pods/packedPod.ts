import type { Pod } from '../../domain/objects/pod.ts'
import { endsWithPacked, packEnding, packUid, unpackEnding, unpackUid } from '../rows/packedText.ts'
import type { PodShape } from './podShape.ts'

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
 * Where what is a pod's own begins in its key: owners name their pods after themselves. Undefined when that is not so.
 * Nothing is put together for it: this is asked for every change of every pod.
 */
const endingOf = (key: string, { namespace, controller: { name } }: PodShape): number | undefined => {
  const nameAt = namespace.length + 1
  const dashAt = nameAt + name.length
  return key[dashAt] === '-' &&
    key[namespace.length] === '/' &&
    key.startsWith(namespace) &&
    key.startsWith(name, nameAt)
    ? dashAt + 1
    : undefined
}

/** Writes all that is a pod's own into a row, but for the numbers; false when it does not fit there. */
export const packPod = (key: string, pod: Pod, shape: PodShape, words: Uint32Array, start: number): boolean => {
  if (!isCalm(pod) || !isWord(pod.createdAt) || !isKeyOf(key, pod)) return false
  const from = endingOf(key, shape)
  if (from === undefined || !packEnding(key, from, words, start + word.ending)) return false
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

export const hasKey = (key: string, shape: PodShape, words: Uint32Array, start: number): boolean => {
  const from = endingOf(key, shape)
  return from !== undefined && endsWithPacked(key, from, words, start + word.ending)
}

export const keyAt = ({ namespace, controller }: PodShape, words: Uint32Array, start: number): string =>
  `${namespace}/${controller.name}-${unpackEnding(words, start + word.ending)}`

const nothingWaits: Pod['waiting'] = []

export const podAt = (shape: PodShape, nodeName: string | undefined, words: Uint32Array, start: number): Pod => ({
  ...shape,
  name: `${shape.controller.name}-${unpackEnding(words, start + word.ending)}`,
  uid: unpackUid(words, start + word.uid),
  createdAt: words[start + word.createdAt] ?? 0,
  deleting: false,
  waiting: nothingWaits,
  ...(nodeName !== undefined && { nodeName }),
})
