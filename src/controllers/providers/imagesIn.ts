import type { Labels } from '../../domain/objects/labels.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import { parseImageReference, repositoryKey } from '../../domain/image/reference.ts'
import type { Store } from '../../store/store.ts'

const imagesOf = ({ containers, imageVolumes }: Pod): readonly string[] => [
  ...containers.map(({ image }) => image),
  ...imageVolumes.map(({ reference }) => reference),
]

const repositoryOf = (image: string): readonly string[] => {
  const parsed = parseImageReference(image)
  return parsed.ok ? [repositoryKey(parsed.reference)] : []
}

/** `host/repository` of each image of a pod, those of its volumes too; what is no reference is left out. */
export const repositoriesOf = (pod: Pod): readonly string[] => imagesOf(pod).flatMap(repositoryOf)

/** `host/repository` of the images that pods of selected namespaces use, those of the oldest pods first. */
export type ImagesIn = (selects: (labels: Labels) => boolean) => readonly string[]

/**
 * Finds images by going through all pods, so it is asked for providers only. The oldest come first, so that a tenant who
 * comes later cannot push out what others use.
 *
 * @param isProtected such namespaces get no credentials, so that their images do not count
 */
export const createImagesIn = (
  { namespaces, podsThatShare }: Pick<Store, 'namespaces' | 'podsThatShare'>,
  isProtected: (namespace: string) => boolean,
): ImagesIn => {
  /** Of the images of the last look: the next one finds mostly the same. */
  let parsed: ReadonlyMap<string, readonly string[]> = new Map()
  return (selects) => {
    const selected = new Set(
      [...namespaces.values()]
        .filter(({ name, labels }) => !isProtected(name) && selects(labels))
        .map(({ name }) => name),
    )
    const since = new Map<string, number>()
    const see = (image: string, createdAt: number): void => {
      if (createdAt < (since.get(image) ?? Infinity)) since.set(image, createdAt)
    }
    for (const pod of podsThatShare(({ namespace }) => selected.has(namespace))) {
      for (const { image } of pod.containers) see(image, pod.createdAt)
      for (const { reference } of pod.imageVolumes) see(reference, pod.createdAt)
    }
    const oldestFirst = [...since].sort(([a, at], [b, bt]) => at - bt || (a < b ? -1 : 1))
    const found = new Map(oldestFirst.map(([image]) => [image, parsed.get(image) ?? repositoryOf(image)]))
    parsed = found
    return [...new Set([...found.values()].flat())]
  }
}
