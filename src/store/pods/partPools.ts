import type { Container, ImageVolume } from '../../domain/objects/pod.ts'
import { createInterner, createListPool } from '../intern.ts'
import type { PodShape } from './podShape.ts'

/** Characters of keys for lists of names, of which clusters have few. */
const namesBudget = 64 * 1024
/** And for lists of containers, which owners in many namespaces may have in common. */
const containersBudget = 512 * 1024

/** Gives a new shape the parts that earlier shapes have, too: owners are many, and much of what they say is the same. */
export const createPartPools = (): ((shape: PodShape) => PodShape) => {
  const { text } = createInterner(namesBudget)
  const names = createListPool<string>(namesBudget)
  const containers = createListPool<Container>(containersBudget)
  const imageVolumes = createListPool<ImageVolume>(namesBudget)
  return (shape) => {
    const { apiVersion, kind, name, uid } = shape.controller
    return {
      ...shape,
      controller: { apiVersion: text(apiVersion), kind: text(kind), name, uid },
      imagePullSecrets: names(shape.imagePullSecrets),
      containers: containers(shape.containers),
      imageVolumes: imageVolumes(shape.imageVolumes),
      pulled: names(shape.pulled),
    }
  }
}
