import type { FieldManager } from '../domain/ownership/fieldManager.ts'
import type { OwnerReference } from '../domain/objects/ownerReference.ts'
import type { Pod } from '../domain/objects/pod.ts'
import type { Policy } from '../domain/objects/policy.ts'
import type { PullSecret } from '../domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../domain/objects/serviceAccount.ts'
import type { ImagePolicyStatus } from '../generated/imagepolicy.ts'
import type { AccountAction, ManagedSecret, SecretAction } from '../plan/credentials/action.ts'

/** The version of a Secret that something was planned from. */
export type Seen = Extract<SecretAction, { do: 'updateSecret' }>['seen']

/** What stands under a Secret's name. */
export type SecretLook =
  | { readonly kind: 'absent' }
  /** `ours`: it carries our marks for itself. */
  | { readonly kind: 'otherType'; readonly type: string; readonly ours?: Seen }
  | { readonly kind: 'pullSecret'; readonly secret: PullSecret }

/** What a pod's controller says of itself. */
export interface OwnerLook {
  readonly controller?: OwnerReference
  /** Condition ReplicaFailure, where the kind has it. */
  readonly replicaFailure: boolean
  /** Its pod template has `imagePullSecrets`. */
  readonly setsPullSecrets: boolean
}

/** A pod as it stands now, with the version to act upon. */
export interface PodLook {
  readonly pod: Pod
  readonly resourceVersion: string
}

/**
 * Every read and write that the controllers make beside the watches. Each write carries what it was planned from and
 * throws kube/'s ApiError when the API server does not take it; each returns the object as it then stands.
 */
export interface Cluster {
  readonly lookAtSecret: (namespace: string, name: string) => Promise<SecretLook>
  readonly createSecret: (secret: ManagedSecret) => Promise<PullSecret>
  /** Changes what is ours of it: the docker config and our marks. What others put there stays. */
  readonly patchSecret: (secret: ManagedSecret, seen: Seen) => Promise<PullSecret>
  readonly deleteSecret: (namespace: string, name: string, seen: Seen) => Promise<void>
  readonly lookAtAccount: (namespace: string, name: string) => Promise<ServiceAccount | undefined>
  /** Who wrote an object, by its managedFields; nobody when it is gone. */
  readonly writersOf: (
    resource: 'secrets' | 'serviceaccounts',
    namespace: string,
    name: string,
  ) => Promise<readonly FieldManager[]>
  readonly writeAccount: (action: AccountAction) => Promise<ServiceAccount>
  readonly writeFinalizers: (policy: Policy, finalizers: readonly string[]) => Promise<Policy>
  readonly writeStatus: (policy: Policy, status: ImagePolicyStatus) => Promise<Policy>
  /** Undefined when it is gone. Only for kinds that RBAC lets us read: the controllers of pods. */
  readonly lookAtOwner: (namespace: string, owner: OwnerReference) => Promise<OwnerLook | undefined>
  /** Undefined when it is gone. */
  readonly lookAtPod: (namespace: string, name: string) => Promise<PodLook | undefined>
  /** Through the Eviction API, and only if the pod is still the one that was looked at. */
  readonly evictPod: (look: PodLook) => Promise<void>
}
