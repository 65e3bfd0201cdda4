import { createCounted } from './counted.ts'
import { createPartPools } from './partPools.ts'
import { hasShape, shapeOf, type OwnedPod, type PodShape } from './podShape.ts'

/** The shapes that pods have now, by number. */
export interface PodShapes {
  readonly at: (number: number) => PodShape | undefined
  /** The number of a pod's shape, counted once more. */
  readonly take: (pod: OwnedPod) => number
  /** Of a pod that is gone, or has another shape now. */
  readonly release: (number: number) => void
}

/**
 * An owner's pods come in a few shapes (pending, running). Whoever claims another's uid for thousands of pods of different
 * shapes must not make each of them be compared with all: then they have a shape each.
 */
const comparedShapes = 16

export const createPodShapes = (): PodShapes => {
  const shapes = createCounted<PodShape>()
  /** By the owner's uid; most have one. */
  const byOwner = new Map<string, number | readonly number[]>()
  const share = createPartPools()

  const numbersOf = (uid: string): readonly number[] => {
    const numbers = byOwner.get(uid) ?? []
    return typeof numbers === 'number' ? [numbers] : numbers
  }

  const find = (pod: OwnedPod, among: readonly number[]): number | undefined => {
    // The newest first: pods leave one shape for the next.
    for (let index = among.length - 1; index >= Math.max(0, among.length - comparedShapes); index--) {
      const number = among[index] ?? 0
      const shape = shapes.at(number)
      if (shape !== undefined && hasShape(pod, shape)) return number
    }
    return undefined
  }

  return {
    at: shapes.at,
    take: (pod) => {
      const { uid } = pod.controller
      const known = numbersOf(uid)
      const found = find(pod, known)
      if (found !== undefined) {
        shapes.count(found)
        return found
      }
      const number = shapes.add(share(shapeOf(pod)))
      byOwner.set(uid, known.length === 0 ? number : [...known, number])
      return number
    },
    release: (number) => {
      const gone = shapes.release(number)
      if (gone === undefined) return
      const { uid } = gone.controller
      const left = numbersOf(uid).filter((one) => one !== number)
      if (left.length === 0) byOwner.delete(uid)
      else byOwner.set(uid, left)
    },
  }
}
