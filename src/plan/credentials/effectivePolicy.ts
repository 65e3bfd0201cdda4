import type { Labels } from '../../domain/objects/labels.ts'
import { compileSelector } from '../../domain/objects/labelSelector.ts'
import type { Policy, PolicyCredentials } from '../../domain/objects/policy.ts'
import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import type { RecoveryMode } from '../../domain/recovery/stuckPod.ts'
import { isOptedOut } from '../../domain/ownership/optOut.ts'
import { policyFinalizer } from '../../domain/ownership/marks.ts'
import type { ProviderWishes } from './providers/providerSource.ts'
import { resolveSources, type ResolvedSources, type SourceReport, type SourceScope } from './resolveSources.ts'
import type { Intent } from './wanted.ts'

/** A policy with everything looked up and compiled: what it wants wherever it applies. */
export interface EffectivePolicy {
  readonly name: string
  readonly createdAt: number
  readonly deleting: boolean
  readonly suspended: boolean
  readonly selectsNamespace: (labels: Labels) => boolean
  readonly sources: readonly SourceReport[]
  readonly credentials?: EffectiveCredentials
  /** It has credentials, but this installation only diagnoses. */
  readonly withheld?: true
  /** What it wants of credential providers; absent when it has none among its sources, or is on its way out. */
  readonly wishes?: ProviderWishes
  /** Equal for two versions that want the same: then no namespace need be looked at again. */
  readonly fingerprint: string
}

export interface EffectiveCredentials {
  readonly secretName: string
  readonly intent: Intent
  /** Registry keys that are or, while a source is bad, would be published. */
  readonly registries: readonly string[]
  readonly selectsAccount: (account: ServiceAccount) => boolean
  readonly recovery: RecoveryMode
}

/** Name of the managed secret: running pods keep it for life, so it never changes under them. */
export const secretNameOf = (policy: Policy): string =>
  policy.spec.credentials?.secretName ?? `pullkeeper-${policy.name}`

const compileAccounts = (credentials: PolicyCredentials): EffectiveCredentials['selectsAccount'] => {
  const selection = credentials.serviceAccounts
  if (selection === undefined) return ({ labels }) => !isOptedOut(labels)
  const names = new Set(selection.names)
  const matches = selection.selector === undefined ? () => false : compileSelector(selection.selector)
  return ({ name, labels }) => !isOptedOut(labels) && (names.has(name) || matches(labels))
}

const intentOf = (policy: Policy, resolved: ResolvedSources, digestOf: (text: string) => string): Intent => {
  // Without the finalizer nothing may be written that deletion would have to undo, nor may its loss undo anything.
  if (policy.spec.suspend || !policy.finalizers.includes(policyFinalizer)) return { kind: 'freeze' }
  if (resolved.config === undefined) return { kind: 'keep' }
  return { kind: 'publish', config: resolved.config, digest: digestOf(resolved.config) }
}

const selectorOf = ({ spec }: Policy): EffectivePolicy['selectsNamespace'] =>
  spec.namespaceSelector === undefined ? () => spec.credentials === undefined : compileSelector(spec.namespaceSelector)

/**
 * Compiles a policy against the sources as they are now. A diagnose-only policy without a selector watches every
 * namespace; one with credentials but (against the schema) no selector applies to none.
 *
 * @param digestOf SHA-256, in the form that the store keeps of Secrets
 */
export const effectivePolicy = (
  policy: Policy,
  scope: SourceScope,
  digestOf: (text: string) => string,
): EffectivePolicy => {
  const { credentials } = policy.spec
  const base = {
    name: policy.name,
    createdAt: policy.createdAt,
    deleting: policy.deleting,
    suspended: policy.spec.suspend,
    selectsNamespace: selectorOf(policy),
  }
  if (credentials === undefined) {
    return { ...base, sources: [], fingerprint: fingerprint(policy, undefined) }
  }
  const resolved = resolveSources(credentials.sources, scope, () => scope.imagesIn(base.selectsNamespace))
  const intent = intentOf(policy, resolved, digestOf)
  return {
    ...base,
    sources: resolved.reports,
    ...(!policy.deleting && resolved.wishes && { wishes: resolved.wishes }),
    credentials: {
      secretName: secretNameOf(policy),
      intent,
      registries: resolved.reports.flatMap(({ registries }) => registries),
      selectsAccount: compileAccounts(credentials),
      recovery: policy.spec.suspend ? 'Suspended' : credentials.recovery,
    },
    fingerprint: fingerprint(policy, intent),
  }
}

const fingerprint = (policy: Policy, intent: Intent | undefined): string =>
  JSON.stringify([
    policy.uid,
    policy.deleting,
    policy.spec.namespaceSelector,
    policy.spec.credentials?.serviceAccounts,
    policy.spec.credentials && secretNameOf(policy),
    policy.spec.suspend,
    policy.spec.credentials?.recovery,
    intent?.kind,
    intent?.kind === 'publish' ? intent.digest : '',
  ])
