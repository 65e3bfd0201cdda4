import type { Refusal } from '../admission/admission.ts'
import type { KubeObject } from '../object.ts'
import { customResources } from '../resources/custom.ts'
import type { Resource } from '../resources/resource.ts'
import type { Storage } from '../storage/storage.ts'
import type { RuleCheck } from '../validation/schema.ts'

/** What the verbs work on. */
export interface Api {
  readonly storage: Storage
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly refusals: Set<Refusal>
  readonly checkRules: RuleCheck | undefined
}

/** Where a request points. `namespace` is empty for cluster-scoped resources and for all namespaces. */
export interface Target {
  readonly resource: Resource
  readonly namespace: string
  readonly name: string
}

export interface WriteOptions {
  readonly dryRun?: boolean
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** Told what fieldValidation=Warn has to say. */
  readonly warn?: (message: string) => void
  /** The `status` subresource, or the object without it. */
  readonly subresource?: 'status' | 'finalize' | ''
}

/** Times in objects have whole seconds. */
export const timestamp = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')

const isDefinition = ({ group, kind }: Resource) =>
  group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition'

/** Stores under the next revision, unless it is a dry run. Returns the object as stored. */
export const commit = ({ storage }: Api, resource: Resource, object: KubeObject, dryRun = false): KubeObject => {
  if (dryRun) return object
  const revision = storage.nextRevision()
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
  if (isDefinition(resource)) for (const custom of customResources(stored)) storage.addResource(custom)
  storage.of(resource).put(stored, revision)
  return stored
}

/** Removes for good. The deleted object carries the revision of its deletion. */
export const expunge = ({ storage }: Api, resource: Resource, object: KubeObject, dryRun = false): KubeObject => {
  if (dryRun) return object
  const revision = storage.nextRevision()
  const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
  storage.of(resource).remove(last, revision)
  if (isDefinition(resource)) for (const custom of customResources(last)) storage.removeResource(custom)
  return last
}
