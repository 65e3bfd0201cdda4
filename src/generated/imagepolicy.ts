// Made from crds/pullkeeper.dev_imagepolicies.yaml by `node scripts/generate.ts`: change that file, not this one.

/**
 * An ImagePolicy keeps containers able to start in the namespaces that it selects. It hands registry credentials to their ServiceAccounts, evicts pods that were created too early to get them, and reports every container that cannot start, with its cause and what to do, in its status. Several policies may select the same namespace; each keeps a Secret of its own there.
 */
export interface ImagePolicy {
  /**
   * The version of this API.
   */
  readonly apiVersion: 'pullkeeper.dev/v1alpha1'
  /**
   * The kind of this object.
   */
  readonly kind: 'ImagePolicy'
  /**
   * What the policy is about and what it does there. An empty spec diagnoses every namespace and writes nothing.
   */
  readonly spec: ImagePolicySpec
  /**
   * What the operator has seen and done, written by it alone. Nothing in it changes while nothing happens.
   */
  readonly status?: ImagePolicyStatus
  /**
   * Standard metadata, as far as it is used.
   */
  readonly metadata: ObjectMeta
}

/**
 * What the policy is about and what it does there. An empty spec diagnoses every namespace and writes nothing.
 */
export interface ImagePolicySpec {
  /**
   * Set to true, the operator watches and reports, but writes nothing except the status of this policy. What it has handed out stays as it is. Deleting a suspended policy still cleans up. The default is false.
   */
  readonly suspend?: boolean
  /**
   * The namespaces that the policy is about, by their labels. The empty selector {} selects every namespace. It is required with credentials; left out without them, every namespace is diagnosed. Protected namespaces (kube-system, kube-public, kube-node-lease, the operator's own and those given to it by a flag) are diagnosed when selected, but nothing is ever written to them.
   */
  readonly namespaceSelector?: LabelSelector
  /**
   * The registry credentials to hand out, and to whom. In each selected namespace the operator keeps one Secret merged from the sources, and adds its name to the imagePullSecrets of the selected ServiceAccounts; entries that others made are never changed. Left out, the policy only diagnoses. When it is removed later, the operator takes back what it handed out.
   */
  readonly credentials?: Credentials
}

export interface LabelSelector {
  /**
   * Labels that must all be present with exactly these values. Each pair is the same as an entry of matchExpressions with the operator In and that one value.
   */
  readonly matchLabels?: {
    /**
     * The value that the label must have. An empty string matches a label whose value is empty.
     */
    readonly [k: string]: string
  }
  /**
   * Requirements on labels, all of which must hold, together with matchLabels.
   *
   * @maxItems 32
   *
   * Items: One requirement on one label.
   */
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

export interface LabelSelectorRequirement {
  /**
   * The key of the label that this requirement is about.
   */
  readonly key: string
  /**
   * How the label is compared. In and NotIn compare its value with values (NotIn also matches where the label is absent); Exists and DoesNotExist ask only whether the label is there.
   */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  /**
   * The values to compare with. In and NotIn need at least one; Exists and DoesNotExist take none.
   *
   * @maxItems 64
   *
   * Items: One value of the label.
   */
  readonly values?: readonly string[]
}

/**
 * The registry credentials to hand out, and to whom. In each selected namespace the operator keeps one Secret merged from the sources, and adds its name to the imagePullSecrets of the selected ServiceAccounts; entries that others made are never changed. Left out, the policy only diagnoses. When it is removed later, the operator takes back what it handed out.
 */
export interface Credentials {
  /**
   * Where the credentials come from, in order of precedence: when two sources have credentials for the same registry key, the first one wins. A source that is not valid keeps anything new from being published, and the last good copy stays in use; status.sources says what is wrong.
   *
   * @minItems 1
   * @maxItems 16
   *
   * Items: One origin of registry credentials. It has exactly one of secretRef and provider.
   */
  readonly sources: readonly Source[]
  /**
   * The name of the Secret that the operator keeps in each selected namespace. It defaults to pullkeeper-<policy> with the name of this policy. It cannot be changed, added or removed afterwards if that changes the name, because pods keep the names of their pull secrets for life. A Secret of this name that the operator did not make is left alone and reported, and nothing is attached in its namespace while it is there.
   */
  readonly secretName?: string
  /**
   * The ServiceAccounts that get the Secret's name in their imagePullSecrets: those listed in names, and those that selector matches. Left out, every ServiceAccount of each selected namespace gets it.
   */
  readonly serviceAccounts?: ServiceAccountSelection
  /**
   * What to do with stuck pods: pods that cannot pull only because they were created before their ServiceAccount had the Secret's name, which they can never get afterwards. Evict, the default, lets their controller replace them, at a bounded rate through the Eviction API, and only pods of which no container ever ran. None only reports them.
   */
  readonly recovery?: 'Evict' | 'None'
}

/**
 * One origin of registry credentials. It has exactly one of secretRef and provider.
 */
export interface Source {
  /**
   * The name of this source within the policy, a DNS label. The status and messages refer to the source by it.
   */
  readonly name: string
  /**
   * A Secret of type kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg to take the credentials from. A change of it reaches every copy at once.
   */
  readonly secretRef?: SecretReference
  /**
   * A credential provider that gives short-lived credentials for the registries of this source; they are replaced before they expire. It needs registries. The operator is started with the configuration and the plugins that kubelet takes.
   */
  readonly provider?: ProviderReference
  /**
   * The registries to take from this source; left out, all that the Secret has. It is required with provider. An entry at or above a key of the source takes the key as it is. An entry below a key, such as ghcr.io/acme under the key ghcr.io, publishes that credential for images below the entry only. An entry that yields nothing makes the source invalid with the state NoMatch.
   *
   * @minItems 1
   * @maxItems 32
   *
   * Items: A registry as host[:port][/path], such as ghcr.io/acme or *.corp.io:5000, without a scheme. In the host, * stands for any characters within one part between dots, as kubelet matches it. The path is compared as a prefix, by whole components.
   */
  readonly registries?: readonly string[]
}

/**
 * A Secret of type kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg to take the credentials from. A change of it reaches every copy at once.
 */
export interface SecretReference {
  /**
   * The name of the Secret.
   */
  readonly name: string
  /**
   * The namespace of the Secret. It defaults to the operator's own. Another namespace is read only if the operator was started with it allowed and the Secret carries the label pullkeeper.dev/source with the value "true"; otherwise the state of this source is NotAllowed.
   */
  readonly namespace?: string
}

/**
 * A credential provider that gives short-lived credentials for the registries of this source; they are replaced before they expire. It needs registries. The operator is started with the configuration and the plugins that kubelet takes.
 */
export interface ProviderReference {
  /**
   * The name of an entry in the operator's own credential provider configuration, such as ecr-credential-provider. It is never a command or a path.
   */
  readonly name: string
}

/**
 * The ServiceAccounts that get the Secret's name in their imagePullSecrets: those listed in names, and those that selector matches. Left out, every ServiceAccount of each selected namespace gets it.
 */
export interface ServiceAccountSelection {
  /**
   * ServiceAccounts by name, in every selected namespace. One that does not exist is no error; it is attached as soon as it is created.
   *
   * @minItems 1
   * @maxItems 64
   *
   * Items: The name of a ServiceAccount, such as default.
   */
  readonly names?: readonly string[]
  /**
   * ServiceAccounts by their labels, in addition to names. The empty selector {} selects every ServiceAccount.
   */
  readonly selector?: LabelSelector
}

/**
 * What the operator has seen and done, written by it alone. Nothing in it changes while nothing happens.
 */
export interface ImagePolicyStatus {
  /**
   * The metadata.generation that this status is about. A smaller number than the policy's own means that the operator has not yet dealt with the last change of the spec.
   */
  readonly observedGeneration?: number
  /**
   * Ready says whether the policy is valid and carried out as far as the operator can; a foreign Secret of one tenant or a failing pod does not turn it False. Stalled is True when it cannot go on without a change of the policy or its sources. CredentialsReady and WorkloadsHealthy are the state of the world, with reasons and counts.
   *
   * @maxItems 16
   *
   * Items: One aspect of the state of the policy, as a standard condition.
   */
  readonly conditions?: readonly Condition[]
  /**
   * The same numbers in short, for the columns of kubectl get.
   */
  readonly summary?: StatusSummary
  /**
   * How many namespaces the policy selects, and in how many it is carried out.
   */
  readonly namespaces?: NamespaceCounts
  /**
   * How many ServiceAccounts the policy selects, and how many name the managed secret.
   */
  readonly serviceAccounts?: ServiceAccountCounts
  /**
   * How things stand with each source of the spec.
   *
   * @maxItems 16
   *
   * Items: How things stand with one source.
   */
  readonly sources?: readonly SourceStatus[]
  /**
   * The containers and image volumes in the selected namespaces that cannot start.
   */
  readonly findings?: FindingsStatus
}

/**
 * One aspect of the state of the policy, as a standard condition.
 */
export interface Condition {
  /**
   * Ready, Stalled, CredentialsReady or WorkloadsHealthy.
   */
  readonly type: string
  /**
   * Whether the condition holds.
   */
  readonly status: 'True' | 'False' | 'Unknown'
  /**
   * The metadata.generation that this condition is about.
   */
  readonly observedGeneration?: number
  /**
   * When the condition last changed from one status to another.
   */
  readonly lastTransitionTime: string
  /**
   * The reason for the last change in one CamelCase word, for programs.
   */
  readonly reason: string
  /**
   * What happened and what to do, for people. It never contains a credential.
   */
  readonly message: string
}

/**
 * The same numbers in short, for the columns of kubectl get.
 */
export interface StatusSummary {
  /**
   * Namespaces that are ready, of those selected, such as 12/12.
   */
  readonly namespaces?: string
  /**
   * ServiceAccounts that are attached, of those selected, such as 40/40.
   */
  readonly serviceAccounts?: string
  /**
   * Workloads that cannot start; one with several findings counts once.
   */
  readonly failing?: number
  /**
   * The cause of most failing workloads. It is absent when there are none.
   */
  readonly topCause?: string
}

/**
 * How many namespaces the policy selects, and in how many it is carried out.
 */
export interface NamespaceCounts {
  /**
   * Namespaces that the policy selects and may write to. Protected and Terminating ones do not count; without credentials there is nothing to write, and all count.
   */
  readonly selected: number
  /**
   * Selected namespaces that hold the managed secret as it should be, with every selected ServiceAccount attached.
   */
  readonly ready: number
}

/**
 * How many ServiceAccounts the policy selects, and how many name the managed secret.
 */
export interface ServiceAccountCounts {
  /**
   * ServiceAccounts that the policy selects in its namespaces.
   */
  readonly selected: number
  /**
   * Selected ServiceAccounts whose imagePullSecrets name the managed secret.
   */
  readonly attached: number
}

/**
 * How things stand with one source.
 */
export interface SourceStatus {
  /**
   * The name of the source in spec.credentials.sources.
   */
  readonly name: string
  /**
   * Ready: it is valid and published. Pending: the provider has not answered yet. NotFound: the Secret does not exist, or the operator has no such provider. WrongType: the Secret is not of a docker config type. Malformed: its content would make kubelet fail. NotAllowed: its namespace is not allowed, or the Secret does not consent by its label. NotSupported: the operator cannot use such a source. TooLarge: merged, the sources do not fit into one Secret. NoMatch: an entry of registries yields nothing. Failed: the provider gives no credentials. Expired: its credentials have expired and it gives no new ones.
   */
  readonly state:
    | 'Ready'
    | 'Pending'
    | 'NotFound'
    | 'WrongType'
    | 'Malformed'
    | 'NotAllowed'
    | 'NotSupported'
    | 'TooLarge'
    | 'NoMatch'
    | 'Failed'
    | 'Expired'
  /**
   * What is wrong and what to do; of a source that is Ready, what deserves attention, such as until when its credentials hold while they cannot be refreshed. It never contains a credential.
   */
  readonly message?: string
  /**
   * The registry keys that are published from this source; of many, the first ones in order. These are never credentials.
   *
   * @maxItems 64
   *
   * Items: A registry key as in a docker config, such as ghcr.io/acme/.
   */
  readonly registries?: readonly string[]
}

/**
 * The containers and image volumes in the selected namespaces that cannot start.
 */
export interface FindingsStatus {
  /**
   * The exact number of findings, those in items and those omitted.
   */
  readonly total: number
  /**
   * The findings counted by cause, the cause of most workloads first.
   *
   * @maxItems 64
   *
   * Items: How many workloads and pods cannot start for one cause.
   */
  readonly byCause?: readonly CauseCount[]
  /**
   * The findings with most pods, at most 50 of them, and fewer where they would not fit into 100 KB: one for each workload, container or volume, image and cause, sorted by the number of pods and then by that key.
   *
   * @maxItems 50
   *
   * Items: One container or image volume of one workload that cannot start.
   */
  readonly items?: readonly FindingItem[]
  /**
   * Findings that are counted in total but not listed in items.
   */
  readonly omitted?: number
}

/**
 * How many workloads and pods cannot start for one cause.
 */
export interface CauseCount {
  /**
   * The cause, one word of the vocabulary in docs/causes.md.
   */
  readonly cause: string
  /**
   * Workloads with at least one finding of this cause.
   */
  readonly workloads: number
  /**
   * Pods of those workloads that cannot start for this cause.
   */
  readonly pods: number
}

/**
 * One container or image volume of one workload that cannot start.
 */
export interface FindingItem {
  /**
   * The object that a person would name: the Deployment rather than its ReplicaSet, the CronJob rather than its Job.
   */
  readonly workload: WorkloadReference
  /**
   * The container that cannot start. A finding has this or volume, not both.
   */
  readonly container?: string
  /**
   * The image volume that cannot be mounted. A finding has this or container, not both.
   */
  readonly volume?: string
  /**
   * The image as the container or volume names it.
   */
  readonly image?: string
  /**
   * The cause, one word of the vocabulary in docs/causes.md.
   */
  readonly cause: string
  /**
   * What happened and what to do. It never contains a credential.
   */
  readonly message: string
  /**
   * Pods of the workload that this finding holds for.
   */
  readonly pods: number
  /**
   * When the failure began, as far as the cluster shows.
   */
  readonly since?: string
}

/**
 * The object that a person would name: the Deployment rather than its ReplicaSet, the CronJob rather than its Job.
 */
export interface WorkloadReference {
  /**
   * The API version of the workload, such as apps/v1.
   */
  readonly apiVersion: string
  /**
   * The kind of the workload, such as Deployment.
   */
  readonly kind: string
  /**
   * The namespace of the workload.
   */
  readonly namespace: string
  /**
   * The name of the workload.
   */
  readonly name: string
}

/**
 * Standard metadata, as far as it is used.
 */
export interface ObjectMeta {
  /**
   * The name of the policy, at most 63 characters.
   */
  readonly name: string
  /**
   * Tells the policy from others of its name, before and after.
   */
  readonly uid?: string
  /**
   * The version of the object, to be sent back with a write.
   */
  readonly resourceVersion?: string
  /**
   * Grows with every change of the spec.
   */
  readonly generation?: number
  /**
   * When the policy was created, RFC 3339.
   */
  readonly creationTimestamp?: string
  /**
   * When its deletion was asked for, RFC 3339; absent unless it was.
   */
  readonly deletionTimestamp?: string
  /**
   * What must be done before it is gone.
   */
  readonly finalizers?: readonly string[]
  /**
   * Labels.
   */
  readonly labels?: {
    readonly [k: string]: string
  }
  /**
   * Annotations.
   */
  readonly annotations?: {
    readonly [k: string]: string
  }
}
