import { createCounted } from './counted.ts'
import { hasShape, shapeOf, type OwnedPod, type PodShape } from './podShape.ts'

export interface HeldShape {
  readonly shape: PodShape
  /** How the keys of its pods begin: owners name their pods after themselves. */
  readonly prefix: string
}

/** The shapes that pods have now, by number. */
export interface PodShapes {
  readonly at: (number: number) => HeldShape | undefined
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
  const shapes = createCounted<HeldShape>()
  const byOwner = new Map<string, number[]>()

  const find = (pod: OwnedPod, among: readonly number[]): number | undefined => {
    // The newest first: pods leave one shape for the next.
    for (let index = among.length - 1; index >= Math.max(0, among.length - comparedShapes); index--) {
      const number = among[index] ?? 0
      const held = shapes.at(number)
      if (held !== undefined && hasShape(pod, held.shape)) return number
    }
    return undefined
  }

  return {
    at: shapes.at,
    take: (pod) => {
      const { uid } = pod.controller
      const known = byOwner.get(uid)
      const found = known && find(pod, known)
      if (found !== undefined) {
        shapes.count(found)
        return found
      }
      const number = shapes.add({ shape: shapeOf(pod), prefix: `${pod.namespace}/${pod.controller.name}-` })
      if (known === undefined) byOwner.set(uid, [number])
      else known.push(number)
      return number
    },
    release: (number) => {
      const gone = shapes.release(number)
      if (gone === undefined) return
      const { uid } = gone.shape.controller
      const left = (byOwner.get(uid) ?? []).filter((one) => one !== number)
      if (left.length === 0) byOwner.delete(uid)
      else byOwner.set(uid, left)
    },
  }
}
