import type { InProcessStore } from '../../apiserver/inProcess.ts'
import type { KubeObject } from '../../apiserver/object.ts'
import { listOf, recordedOn } from '../credentials.ts'
import type { Random } from '../random.ts'

/** Something that somebody else may do; says what was done. */
export interface Act {
  /** How often it is done, against the others. */
  readonly weight: number
  readonly run: () => string
  /** It leaves something in a state in which the operator cannot carry everything out. */
  readonly lasting?: true
}

/** What all writers act on, and what of it must still be there at the end. */
export interface Scene {
  readonly server: InProcessStore
  readonly random: Random
  /** Entries of each ServiceAccount, by uid, that are not ours, in their order. */
  readonly foreignEntries: Map<string, readonly string[]>
  /** The version of each source's credentials. */
  readonly versions: Map<string, number>
}

export const namespaceNames = ['a', 'b', 'c'] as const

export const entries = (names: readonly string[]) => names.map((name) => ({ name }))

export const oneOf = <T>({ random }: Pick<Scene, 'random'>, items: readonly [T, ...T[]]): T =>
  random.pick(items) ?? items[0]

export const isLive = ({ server }: Scene, name: string): boolean => {
  const namespace = server.find('namespaces', { name })
  return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined
}

export const liveNamespace = (scene: Scene): string | undefined =>
  scene.random.pick(namespaceNames.filter((name) => isLive(scene, name)))

/** Any object of a resource that is not of the operator's own namespace. */
export const anyOf = ({ server, random }: Scene, resource: string): KubeObject | undefined =>
  random.pick(server.list(resource).filter(({ metadata: { namespace = '' } }) => namespace.length < 2))

/** Remembers what a ServiceAccount holds that is not ours. */
export const noteList = ({ foreignEntries }: Pick<Scene, 'foreignEntries'>, account: KubeObject): void => {
  const recorded = recordedOn(account)
  foreignEntries.set(
    account.metadata.uid ?? '',
    listOf(account).filter((name) => !recorded.includes(name)),
  )
}
