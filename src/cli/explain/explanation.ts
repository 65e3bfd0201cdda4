import type { EnvSource } from '../../domain/environment/declared.ts'
import type { AuditCause } from '../../domain/audit/advice.ts'
import type { PolicyOrigin } from '../../domain/image/pullPolicy.ts'
import type { NextStart } from '../../domain/image/nextStart.ts'
import type { ImagePullPolicy } from '../../domain/objects/pod.ts'
import type { Toleration } from '../../domain/runtimeClass/tolerations.ts'

export type ImageExplanation =
  | {
      readonly text: string
      readonly registry: string
      readonly repository: string
      readonly tag?: string
      readonly digest?: string
      /** What the author left out: registry, tag, library. */
      readonly implied: readonly ('registry' | 'library' | 'tag')[]
    }
  | { readonly text: string; readonly problem: string }

export interface PolicyExplanation {
  readonly policy: ImagePullPolicy
  readonly origin: PolicyOrigin
  readonly because: string
  readonly nextStart: NextStart
  /** The end of "The next start …". */
  readonly effect: string
  /** What cannot be known of it from here. */
  readonly note?: string
}

/** What an ImagePolicy gives to the pods of this namespace and ServiceAccount, or why nothing. */
export interface PolicyInPlay {
  readonly policy: string
  readonly secret: string
  readonly keys: readonly string[]
  /** Some key of it matches the image. */
  readonly fits: boolean
  readonly selectsNamespace: 'Yes' | 'No' | 'Unknown'
  readonly selectsAccount: 'Yes' | 'No' | 'Unknown'
  /** The end of "ImagePolicy x …"; absent when nothing stands in its way. */
  readonly hindrance?: string
}

export interface CredentialsExplanation {
  /** In kubelet's order. */
  readonly tries: readonly { readonly secret: string; readonly key: string }[]
  readonly notTried: readonly { readonly secret: string; readonly key: string; readonly because: string }[]
  /** Secrets that count for nothing, or for everything. */
  readonly unusable: readonly { readonly secret: string; readonly because: string }[]
  /** ImagePolicies that have to do with the namespace, or have a key for the image. */
  readonly policies: readonly PolicyInPlay[]
  /** What else there may be, which cannot be seen. */
  readonly also: readonly string[]
}

export interface PlatformsExplanation {
  /** What the name of the image says that it is for. */
  readonly named?: string
  /** Platforms of the nodes that the pod may run on, each with its nodes; empty when nodes are not known. */
  readonly needed: readonly { readonly platform: string; readonly nodes: readonly string[] }[]
  readonly note?: string
}

export interface RuntimeClassExplanation {
  readonly name?: string
  readonly handler?: string
  readonly nodeSelector: Readonly<Record<string, string>>
  readonly tolerations: readonly Toleration[]
  readonly overhead?: Readonly<Record<string, string | number>>
  readonly nodes?: {
    readonly having: readonly string[]
    readonly lacking: readonly string[]
    readonly unknown: readonly string[]
  }
  readonly problems: readonly string[]
}

export interface LifecycleExplanation {
  readonly starting: readonly string[]
  readonly stopping: readonly string[]
}

export interface VariableExplanation {
  readonly name: string
  /** Absent where it is secret, or not known from here. */
  readonly value?: string
  readonly state: 'known' | 'secret' | 'later' | 'unread'
  readonly from: EnvSource
  readonly replaces: readonly EnvSource[]
}

export interface EnvironmentExplanation {
  readonly hostname?: string
  readonly fqdn?: string
  readonly variables: readonly VariableExplanation[]
  /** The variables of Services are not among them: these may not be read. */
  readonly servicesUnread: boolean
  readonly problems: readonly string[]
}

export interface FailureExplanation {
  readonly cause: AuditCause
  readonly message: string
  readonly remedy: string
  readonly text?: string
  /** Pods of which it is true, among those that were looked at. */
  readonly pods: number
  readonly since: string
  /** Seconds between tries of a pull that keeps failing. */
  readonly backOff?: readonly number[]
  /** RFC 3339. */
  readonly nextTry?: { readonly earliest: string; readonly latest: string }
}

export interface ContainerExplanation {
  readonly name: string
  readonly role: 'init' | 'sidecar' | 'regular' | 'ephemeral'
  readonly image: ImageExplanation
  readonly pullPolicy: PolicyExplanation
  readonly credentials: CredentialsExplanation
  readonly platforms: PlatformsExplanation
  readonly runtimeClass: RuntimeClassExplanation
  readonly lifecycle: LifecycleExplanation
  readonly environment: EnvironmentExplanation
  /** Absent: nothing fails now, as far as can be seen. */
  readonly failures: readonly FailureExplanation[]
}

/** Everything about how the containers of one object get their image and start. */
export interface Explanation {
  readonly apiVersion: 'pullkeeper.dev/v1alpha1'
  readonly kind: 'Explanation'
  readonly object: {
    readonly apiVersion: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
  }
  /** Pods that were looked at. */
  readonly pods: number
  readonly containers: readonly ContainerExplanation[]
  /** What fails before any container is made. */
  readonly podFailures: readonly FailureExplanation[]
  /** What may not be read, and what was not given. */
  readonly unread: readonly string[]
}
