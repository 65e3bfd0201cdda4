import type { Namespace } from '../../domain/objects/namespace.ts'
import type { Hindrance } from '../../domain/policy/hindrance.ts'
import type { PolicyStanding } from '../../domain/policy/standing.ts'
import { ignoreLabel, isOptedOut } from '../../domain/ownership/optOut.ts'
import { wantedIn } from '../credentials/wantedIn.ts'
import type { KnownPolicy } from './knownPolicy.ts'

/** A label that the API server gives to every namespace (1.22). */
const nameLabel = 'kubernetes.io/metadata.name'

/** A namespace of which only the name is known, as far as its labels matter to the policy. */
const byNameAlone = (name: string, { policy }: KnownPolicy): Namespace | undefined => {
  const { matchLabels = {}, matchExpressions = [] } = policy.spec.namespaceSelector ?? {}
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)]
  return keys.every((key) => key === nameLabel)
    ? { name, labels: { [nameLabel]: name }, terminating: false }
    : undefined
}

const protectedHere: Hindrance = {
  happened: 'hands out nothing there, for it is a protected namespace',
  remedy: 'Let the workload run in another namespace, or give it a pull secret of its own',
}

const optedOut = (namespace: string): Hindrance => ({
  happened: `hands out nothing there, for the namespace has the label ${ignoreLabel}`,
  remedy: `If that is over: kubectl label namespace ${namespace} ${ignoreLabel}-`,
})

const yieldedTo = (secretName: string, to: string): Hindrance => ({
  happened: `hands out nothing there, for the older ImagePolicy ${to} has the name ${secretName}`,
  remedy: `Give one of the two another secretName (a new policy: it is immutable)`,
})

/** How every policy with credentials stands to a namespace, the smaller name first. */
export const standingsIn = (
  name: string,
  known: Namespace | undefined,
  policies: readonly KnownPolicy[],
  isProtected: (namespace: string) => boolean,
): readonly PolicyStanding[] => {
  const effective = policies.map((policy) => policy.effective)
  return policies
    .flatMap((policy): readonly PolicyStanding[] => {
      const { credentials } = policy.effective
      if (credentials === undefined) return []
      const { secretName, selectsAccount, recovery } = credentials
      const standing = {
        policy: policy.policy.name,
        secretName,
        recovery,
        sources: policy.sources,
        selectsAccount,
        ...(policy.hindrance !== undefined && { hindrance: policy.hindrance }),
      }
      const namespace = known ?? byNameAlone(name, policy)
      if (namespace === undefined) return [{ ...standing, applies: 'Unknown' }]
      if (!policy.effective.selectsNamespace(namespace.labels)) return [{ ...standing, applies: 'No' }]
      if (isProtected(name)) return [{ ...standing, applies: 'No', exempt: protectedHere }]
      if (isOptedOut(namespace.labels)) return [{ ...standing, applies: 'No', exempt: optedOut(name) }]
      const { yielded } = wantedIn(namespace, effective, isProtected)
      const yields = yielded.find((each) => each.policy === standing.policy)
      return yields === undefined
        ? [{ ...standing, applies: 'Yes' }]
        : [{ ...standing, applies: 'No', exempt: yieldedTo(secretName, yields.to) }]
    })
    .sort((a, b) => (a.policy < b.policy ? -1 : 1))
}
