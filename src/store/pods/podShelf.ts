import type { Pod } from '../../domain/objects/pod.ts'
import type { Shelf } from '../shelf.ts'
import { createNameNumbers } from '../rows/nameNumbers.ts'
import { hasKey, keyAt, numbersAt, packPod, podAt, rowWidth, setNumbers } from './packedPod.ts'
import { inShape, isOwned, type OwnedPod, type PodShape } from './podShape.ts'
import { createPodShapes } from './podShapes.ts'
import { createRowIndex, hashOf } from '../rows/rowIndex.ts'
import { createRows } from '../rows/rows.ts'

/** What can be asked of a pod without making it. */
export type SharedPart = Omit<PodShape, 'controller'>

export interface PodShelf extends Shelf<Pod> {
  /** The pods of which this is true; it is asked once for many. No other is made, and none before it is asked for. */
  readonly thatShare: (is: (shared: SharedPart) => boolean) => IterableIterator<Pod>
}

/** A pod that does not fit into a row, and the number of its shape; 0 when it has none. */
interface Whole {
  readonly pod: Pod
  readonly shape: number
}

/**
 * Holds pods by what differs: nearly all pods are well and like the others of their owner, and such a one is a row of 44
 * bytes that names the shape which it shares. Any other is kept as it is. So 100,000 pods are some MB that no garbage
 * collector visits, instead of 50 MB that it does.
 */
export const createPodShelf = (): PodShelf => {
  const shapes = createPodShapes()
  const nodes = createNameNumbers()
  const rows = createRows(rowWidth)
  const index = createRowIndex(rows)
  const wholes = new Map<string, Whole>()

  const shapeAt = (row: number): PodShape | undefined =>
    shapes.at(numbersAt(rows.wordsOf(row), rows.startOf(row)).shape)

  const find = (key: string, hash: number): number | undefined =>
    index.find(hash, (row) => {
      const shape = shapeAt(row)
      return shape !== undefined && hasKey(key, shape, rows.wordsOf(row), rows.startOf(row))
    })

  const podIn = (row: number): Pod | undefined => {
    const [words, start] = [rows.wordsOf(row), rows.startOf(row)]
    const { shape: number, node } = numbersAt(words, start)
    const shape = shapes.at(number)
    return shape && podAt(shape, nodes.nameOf(node), words, start)
  }

  const isShape = (number: number, is: (shared: SharedPart) => boolean): boolean => {
    const shape = shapes.at(number)
    return shape !== undefined && is(shape)
  }

  const leaveRow = (row: number): void => {
    const { shape, node } = numbersAt(rows.wordsOf(row), rows.startOf(row))
    shapes.release(shape)
    nodes.release(node)
  }

  const freeRow = (row: number): void => {
    leaveRow(row)
    index.drop(row)
    rows.free(row)
  }

  const dropWhole = (key: string): Pod | undefined => {
    const whole = wholes.get(key)
    if (whole === undefined) return undefined
    wholes.delete(key)
    shapes.release(whole.shape)
    return whole.pod
  }

  const keepWhole = (key: string, pod: Pod, shape: number): void => {
    dropWhole(key)
    wholes.set(key, { pod, shape })
  }

  /** Into the row that the key has, or a new one; false when it does not fit, and then the key has none. */
  const putInRow = (key: string, hash: number, known: number | undefined, pod: OwnedPod, number: number): boolean => {
    const row = known ?? rows.take()
    const [words, start] = [rows.wordsOf(row), rows.startOf(row)]
    if (!packPod(key, pod, shapes.at(number) ?? pod, words, start)) {
      if (known === undefined) rows.free(row)
      else freeRow(known)
      return false
    }
    const node = nodes.take(pod.nodeName)
    if (known === undefined) index.add(row, hash)
    else leaveRow(known)
    setNumbers({ shape: number, node }, words, start)
    return true
  }

  const drop = (key: string, row: number | undefined): void => {
    if (row === undefined) dropWhole(key)
    else freeRow(row)
  }

  const shapeOf = (key: string, row: number | undefined): number =>
    row === undefined ? (wholes.get(key)?.shape ?? 0) : numbersAt(rows.wordsOf(row), rows.startOf(row)).shape

  const held = (key: string, row: number | undefined): Pod | undefined =>
    row === undefined ? wholes.get(key)?.pod : podIn(row)

  return {
    get: (key) => held(key, find(key, hashOf(key))),
    put: (key, pod) => {
      const hash = hashOf(key)
      const row = find(key, hash)
      const before = held(key, row)
      if (!isOwned(pod)) {
        drop(key, row)
        keepWhole(key, pod, 0)
        return { before, after: pod }
      }
      const number = shapes.take(pod, shapeOf(key, row))
      const after = inShape(pod, shapes.at(number) ?? pod)
      if (putInRow(key, hash, row, after, number)) dropWhole(key)
      else keepWhole(key, after, number)
      return { before, after }
    },
    remove: (key) => {
      const row = find(key, hashOf(key))
      const before = held(key, row)
      drop(key, row)
      return before
    },
    keys: function* () {
      for (let row = 0; row < rows.end(); row++) {
        const shape = shapeAt(row)
        if (shape !== undefined) yield keyAt(shape, rows.wordsOf(row), rows.startOf(row))
      }
      yield* wholes.keys()
    },
    values: function* () {
      for (let row = 0; row < rows.end(); row++) {
        const pod = podIn(row)
        if (pod !== undefined) yield pod
      }
      for (const { pod } of wholes.values()) yield pod
    },
    size: () => index.size() + wholes.size,
    thatShare: function* (is) {
      const answers: (boolean | undefined)[] = []
      for (let row = 0; row < rows.end(); row++) {
        const { shape: number } = numbersAt(rows.wordsOf(row), rows.startOf(row))
        if (number === 0 || !(answers[number] ??= isShape(number, is))) continue
        const pod = podIn(row)
        if (pod !== undefined) yield pod
      }
      for (const { pod } of wholes.values()) if (is(pod)) yield pod
    },
  }
}
