import type { ImageVolume } from '../../domain/objects/pod.ts'
import { createInterner, createListPool } from '../intern.ts'
import { alike, type PodTemplate } from './podShape.ts'

/** Characters of keys for lists of names, of which clusters have few. */
const namesBudget = 64 * 1024

/**
 * Gives a new template the parts that earlier ones have, too: their short lists, and the containers of the one before,
 * for pods of one owner come together, and are pending before they run.
 */
export const createPartPools = (): ((template: PodTemplate, before: PodTemplate | undefined) => PodTemplate) => {
  const { text } = createInterner(namesBudget)
  const names = createListPool<string>(namesBudget)
  const imageVolumes = createListPool<ImageVolume>(namesBudget)
  return (template, before) => ({
    ...template,
    owner:
      before !== undefined && alike(template.owner, before.owner)
        ? before.owner
        : { apiVersion: text(template.owner.apiVersion), kind: text(template.owner.kind) },
    imagePullSecrets: names(template.imagePullSecrets),
    containers:
      before !== undefined && alike(template.containers, before.containers) ? before.containers : template.containers,
    imageVolumes: imageVolumes(template.imageVolumes),
    pulled: names(template.pulled),
  })
}
