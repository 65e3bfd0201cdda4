import { createNameNumbers } from '../rows/nameNumbers.ts'
import { hasUid, packUid, unpackUid } from '../rows/packedText.ts'
import { hasTemplate, shapeFrom, type OwnedPod, type PodShape } from './podShape.ts'
import { createPodTemplates } from './podTemplates.ts'
import { createRowIndex, hashOf } from '../rows/rowIndex.ts'
import { createRows } from '../rows/rows.ts'

/** The shapes that pods have now, by number; 0 is none. */
export interface PodShapes {
  /** Made anew for whoever asks; its lists are the same each time. */
  readonly at: (number: number) => PodShape | undefined
  /**
   * The number of a pod's shape, counted once more.
   * @param likely the shape that it had, which is looked at first
   */
  readonly take: (pod: OwnedPod, likely: number) => number
  /** Of a pod that is gone, or has another shape now. */
  readonly release: (number: number) => void
}

/** An owner's row. The first two words are the index's; a row that nobody counts on is free. */
const word = { count: 2, template: 3, namespace: 4, uid: 5 } as const
const width = 9

/**
 * Holds shapes as rows as well: there is one for each owner at least, and what owners have in common is a template. A shape
 * is found by its owner's name and its template, so that it costs the same whatever anybody claims to own.
 */
export const createPodShapes = (): PodShapes => {
  const templates = createPodTemplates()
  const namespaces = createNameNumbers()
  const rows = createRows(width)
  const index = createRowIndex(rows)
  const names: string[] = []
  /** Of the few that no API server made. */
  const oddUids = new Map<number, string>()
  /** Who asks for a shape asks for it again at once. */
  let latest: { readonly row: number; readonly shape: PodShape } | undefined

  const { get, set } = rows

  const uidOf = (row: number): string => oddUids.get(row) ?? unpackUid(rows.wordsOf(row), rows.startOf(row) + word.uid)

  const isUidOf = (row: number, uid: string): boolean => {
    const odd = oddUids.get(row)
    return odd === undefined ? hasUid(uid, rows.wordsOf(row), rows.startOf(row) + word.uid) : odd === uid
  }

  const isOwner = (row: number, { namespace, controller: { name, uid } }: OwnedPod): boolean =>
    names[row] === name && namespaces.nameOf(get(row, word.namespace)) === namespace && isUidOf(row, uid)

  const hashOfShape = ({ namespace, controller: { name, uid } }: PodShape, template: number): number =>
    hashOf(uid, hashOf(name, hashOf(namespace, template)))

  const at = (row: number): PodShape | undefined => {
    if (latest?.row === row) return latest.shape
    const template = templates.at(get(row, word.template))
    if (template === undefined) return undefined
    const shape = shapeFrom(template, namespaces.nameOf(get(row, word.namespace)) ?? '', names[row] ?? '', uidOf(row))
    latest = { row, shape }
    return shape
  }

  const add = (pod: OwnedPod, template: number, hash: number): number => {
    const row = rows.take()
    const { name, uid } = pod.controller
    set(row, word.count, 1)
    set(row, word.template, template)
    set(row, word.namespace, namespaces.take(pod.namespace))
    names[row] = name
    if (!packUid(uid, rows.wordsOf(row), rows.startOf(row) + word.uid)) oddUids.set(row, uid)
    index.add(row, hash)
    return row
  }

  const count = (row: number): number => {
    set(row, word.count, get(row, word.count) + 1)
    return row + 1
  }

  const isStill = (row: number, pod: OwnedPod): boolean => {
    if (row < 0 || !isOwner(row, pod)) return false
    const template = templates.at(get(row, word.template))
    return template !== undefined && hasTemplate(pod, template)
  }

  return {
    at: (number) => (number === 0 ? undefined : at(number - 1)),
    take: (pod, likely) => {
      if (isStill(likely - 1, pod)) return count(likely - 1)
      const template = templates.take(pod)
      const hash = hashOfShape(pod, template)
      const known = index.find(hash, (row) => get(row, word.template) === template && isOwner(row, pod))
      if (known === undefined) return add(pod, template, hash) + 1
      templates.release(template)
      return count(known)
    },
    release: (number) => {
      const row = number - 1
      if (number === 0) return
      const left = get(row, word.count) - 1
      set(row, word.count, left)
      if (left > 0) return
      if (latest?.row === row) latest = undefined
      templates.release(get(row, word.template))
      namespaces.release(get(row, word.namespace))
      names[row] = ''
      oddUids.delete(row)
      index.drop(row)
      rows.free(row)
    },
  }
}
