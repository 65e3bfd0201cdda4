import type { World } from '../domain/failure/world.ts'
import { parseImageReference, repositoryKey } from '../domain/image/reference.ts'
import type { Pod } from '../domain/objects/pod.ts'
import type { Change } from './table.ts'

/** Which images have been pulled where, counted from the pods that run them. */
export interface ImageUse extends Pick<World, 'repositoryRuns' | 'pullsElsewhere'> {
  /** Of an image that some pod has pulled, without parsing it again. */
  readonly repositoryOf: (image: string) => string | undefined
}

interface Place {
  readonly node: string
  readonly secrets: string
  count: number
}

interface Use {
  readonly repository: string | undefined
  readonly places: Map<string, Place>
}

const secretsKey = (imagePullSecrets: readonly string[]): string => imagePullSecrets.join(',')

const repositoryOf = (image: string): string | undefined => {
  const parsed = parseImageReference(image)
  return parsed.ok ? repositoryKey(parsed.reference) : undefined
}

const pulledImages = (pod: Pod): readonly string[] =>
  pod.containers.flatMap(({ name, image }) => (pod.pulled.includes(name) ? [image] : []))

/** Same template, same node, same pulls: nothing to count again. */
const countsAlike = (a: Pod, b: Pod): boolean =>
  a.containers === b.containers &&
  a.pulled === b.pulled &&
  a.imagePullSecrets === b.imagePullSecrets &&
  a.nodeName === b.nodeName

/** Keeps the counts in step with the table of Pods: pass `update` as part of its `index`. */
export const createImageUse = (): ImageUse & { readonly update: (change: Change<Pod>) => void } => {
  const uses = new Map<string, Use>()
  const repositories = new Map<string, number>()

  const countRepository = (repository: string | undefined, by: number): void => {
    if (repository === undefined) return
    const count = (repositories.get(repository) ?? 0) + by
    if (count === 0) repositories.delete(repository)
    else repositories.set(repository, count)
  }

  const useOf = (image: string): Use => {
    const known = uses.get(image)
    if (known !== undefined) return known
    const use: Use = { repository: repositoryOf(image), places: new Map() }
    uses.set(image, use)
    countRepository(use.repository, 1)
    return use
  }

  const count = (pod: Pod, by: 1 | -1): void => {
    if (pod.pulled.length === 0) return
    const node = pod.nodeName ?? ''
    const secrets = secretsKey(pod.imagePullSecrets)
    for (const image of pulledImages(pod)) {
      const use = useOf(image)
      const key = `${node} ${secrets}`
      const place = use.places.get(key) ?? { node, secrets, count: 0 }
      place.count += by
      if (place.count > 0) use.places.set(key, place)
      else use.places.delete(key)
      if (use.places.size === 0) {
        uses.delete(image)
        countRepository(use.repository, -1)
      }
    }
  }

  return {
    repositoryOf: (image) => uses.get(image)?.repository,
    repositoryRuns: (repository) => repositories.has(repository),
    pullsElsewhere: (image, imagePullSecrets, exceptNode) => {
      const secrets = secretsKey(imagePullSecrets)
      for (const place of uses.get(image)?.places.values() ?? []) {
        if (place.secrets === secrets && place.node !== exceptNode) return true
      }
      return false
    },
    update: ({ before, after }) => {
      if (before !== undefined && after !== undefined && countsAlike(before, after)) return
      if (after !== undefined) count(after, 1)
      if (before !== undefined) count(before, -1)
    },
  }
}
