import type { ObservedEvent } from '../objects/event.ts'
import type { Node } from '../objects/node.ts'
import type { PullSecret } from '../objects/pullSecret.ts'
import type { RuntimeClass } from '../objects/runtimeClass.ts'
import type { ServiceAccount } from '../objects/serviceAccount.ts'
import type { Hindrance } from '../policy/hindrance.ts'
import type { PolicyStanding } from '../policy/standing.ts'
import type { OwnerTemplate, RecoveryMode } from '../recovery/stuckPod.ts'

/** What a policy gives in one namespace. */
export interface PolicySecret {
  readonly policy: string
  readonly secretName: string
  /** Registry keys of the managed secret. */
  readonly keys: readonly string[]
  /** What the policy does about pods that are older than the secret. */
  readonly recovery: RecoveryMode
  /** Absent: none is known. */
  readonly hindrance?: Hindrance
  /** Whether it is for a ServiceAccount; absent: not known. */
  readonly selectsAccount?: (account: ServiceAccount) => boolean
}

/** What a diagnosis may ask the cluster. Answers may change between two diagnoses, not within one. */
export interface World {
  /** Of the object with this uid, newest last. */
  readonly eventsOf: (uid: string) => readonly ObservedEvent[]
  /** False where Secrets may not be read or were not given: then nothing is said of them. Absent: true. */
  readonly knowsSecretsIn?: (namespace: string) => boolean
  /** Only Secrets of a docker config type are known. */
  readonly pullSecret: (namespace: string, name: string) => PullSecret | undefined
  readonly pullSecretsIn: (namespace: string) => readonly PullSecret[]
  /** Secrets known to exist with another type; learned, so it may be incomplete. */
  readonly otherSecret: (namespace: string, name: string) => { readonly type: string } | undefined
  readonly serviceAccount: (namespace: string, name: string) => ServiceAccount | undefined
  readonly runtimeClass: (name: string) => RuntimeClass | undefined
  readonly node: (name: string) => Node | undefined
  /** Some container somewhere in the cluster has pulled from this repository (`host/path`). */
  readonly repositoryRuns: (repository: string) => boolean
  /** Some other node runs this image by pods with the same pull secrets. */
  readonly pullsElsewhere: (
    image: string,
    imagePullSecrets: readonly string[],
    exceptNode: string | undefined,
  ) => boolean
  /** What policies give in a namespace, whether or not it is there yet. */
  readonly policySecretsIn: (namespace: string) => readonly PolicySecret[]
  /**
   * Every policy with credentials, and how it stands to a namespace. Absent in the operator: a finding of its own
   * changes with the policies of its namespace alone.
   */
  readonly policiesAround?: (namespace: string) => readonly PolicyStanding[]
  /** Of a pod's controller, by its uid. */
  readonly templateOf: (ownerUid: string) => OwnerTemplate
}
