import type { JsonObject } from '../../../support/apiserver/json.ts'
import { type KubeObject, parseObject } from '../../../support/apiserver/object.ts'
import { isStatus } from '../../../support/puppets/index.ts'
import type { Random } from '../../../support/simulation/random.ts'
import type { Kind } from '../paths.ts'
import { collection, pathsOfManifest } from '../paths.ts'
import { find, type Scene } from '../scene.ts'

/** A Secret of somebody else's, as its owner left it, and the namespace that it is in. */
export interface ForeignSecret {
  readonly namespaceUid: string
  readonly secret: KubeObject
}

/** What the writers of one run act on, and what of it must still be there at the end. */
export interface World {
  readonly scene: Scene
  /** A name of this run for what is not in one of its namespaces. */
  readonly name: (of: string) => string
  /** Labels of this run's namespaces, which every policy of it selects by. */
  readonly labels: Readonly<Record<string, string>>
  /** Entries of each ServiceAccount, by uid, that are not ours, in their order. */
  readonly foreignEntries: Map<string, readonly string[]>
  /** By uid. */
  readonly foreignSecrets: Map<string, ForeignSecret>
  /** Managed secrets, by uid, that somebody put a label on. */
  readonly labelledSecrets: Set<string>
  /** A number that no source had before. */
  readonly nextVersion: () => number
}

/** Something that somebody else may do; says what was done. */
export interface Act {
  /** How often it is done, against the others. */
  readonly weight: number
  /** The numbers are this act's own: what is tried again takes none from those that follow. */
  readonly run: (world: World, random: Random) => Promise<string>
}

export const namespacesOf = ({ name }: World): readonly [string, string, string] => [name('a'), name('b'), name('c')]
export const policiesOf = ({ name }: World): readonly [string, string] => [name('p'), name('q')]
export const sourcesOf = ({ name }: World): readonly [string, string] => [name('s1'), name('s2')]

/** Creates it; undefined where it is there already, or its namespace is not or ends. */
export const make = async ({ scene }: World, manifest: JsonObject): Promise<KubeObject | undefined> => {
  try {
    return parseObject(await scene.create(manifest))
  } catch (error) {
    if (isStatus(error, 403, 404, 409)) return undefined
    throw error
  }
}

/** Writes what it made of what it read; overtaken, it reads again. Undefined where there is nothing, or no change. */
export const rewrite = async (
  { scene }: World,
  path: string,
  change: (object: KubeObject) => JsonObject | undefined,
): Promise<KubeObject | undefined> => {
  for (;;) {
    const object = await find(scene, path)
    const changed = object && change(parseObject(object))
    if (changed === undefined) return undefined
    try {
      return parseObject(await scene.client.update(path, changed))
    } catch (error) {
      if (isStatus(error, 404)) return undefined
      if (!isStatus(error, 409)) throw error
    }
  }
}

/** Deletes it if it is still the same object; whether it did. */
export const unmake = async ({ scene }: World, object: KubeObject): Promise<boolean> => {
  try {
    await scene.client.delete(pathsOfManifest(object).object, { preconditions: { uid: object.metadata.uid } })
    return true
  } catch (error) {
    if (isStatus(error, 404, 409)) return false
    throw error
  }
}

const apiVersions: Partial<Record<Kind, string>> = { ImagePolicy: 'pullkeeper.dev/v1alpha1' }

/** All objects of a kind in a namespace, or cluster-wide; lists leave kind and apiVersion out of their items. */
export const listOfKind = async ({ scene }: World, kind: Kind, namespace = ''): Promise<readonly KubeObject[]> => {
  const { items } = await scene.client.get(collection(kind, namespace))
  if (!Array.isArray(items)) return []
  return items.map((item: JsonObject) => parseObject({ ...item, kind, apiVersion: apiVersions[kind] ?? 'v1' }))
}
