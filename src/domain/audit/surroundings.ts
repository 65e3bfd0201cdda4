import type { PolicySecret } from '../failure/world.ts'
import type { PlatformOfNode } from '../platform/imageIndex.ts'
import type { HandlersOfNode } from '../runtimeClass/handler.ts'
import type { ResourceList } from '../quantity/quantity.ts'
import type { Scheduling } from '../runtimeClass/scheduling.ts'

/** A pull secret, or what stands under its name. */
export type KnownSecret =
  | { readonly kind: 'readable'; readonly keys: readonly string[] }
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'otherType'; readonly type: string }

export interface KnownRuntimeClass {
  readonly handler: string
  readonly scheduling: Scheduling
  readonly overhead?: ResourceList
}

/** What is known around a declaration. Whatever was not given or may not be read is not known, and not missing. */
export interface Surroundings {
  /** All Secrets of the namespace are known. */
  readonly knowsSecretsIn: (namespace: string) => boolean
  readonly secret: (namespace: string, name: string) => KnownSecret | undefined
  /** The policy that keeps a Secret of this name in the namespace, or will; undefined when none is known to. */
  readonly keptBy?: (namespace: string, name: string) => PolicySecret | undefined
  /** The pull secrets that a ServiceAccount lists; undefined when it is not known. */
  readonly accountSecrets: (namespace: string, name: string) => readonly string[] | undefined
  /** All RuntimeClasses are known. */
  readonly knowsRuntimeClasses: boolean
  readonly runtimeClass: (name: string) => KnownRuntimeClass | undefined
  /** Empty when nothing is known of nodes. */
  readonly nodes: readonly (PlatformOfNode & HandlersOfNode)[]
  /** The digests that an image's tag has been seen to stand for, sorted. */
  readonly digestsOf: (image: string) => readonly string[]
}
