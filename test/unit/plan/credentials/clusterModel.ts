import type { PullSecret } from '../../../../src/domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../../../src/domain/objects/serviceAccount.ts'
import { marksOf } from '../../../../src/domain/ownership/marks.ts'
import type { AccountAction, NamespacePlan, SecretAction } from '../../../../src/plan/credentials/action.ts'
import type { NamespaceSnapshot } from '../../../../src/plan/credentials/snapshot.ts'

export const namespace = 'team-a'

export const secret = (name: string, more: Partial<PullSecret> = {}): PullSecret => ({
  namespace,
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  type: 'kubernetes.io/dockerconfigjson',
  immutable: false,
  marks: {},
  consentsAsSource: false,
  keys: [],
  digest: 'other',
  ...more,
})

export const managed = (name: string, policy: string, digest: string, more: Partial<PullSecret> = {}): PullSecret =>
  secret(name, { marks: marksOf(policy, { namespace, name }), digest, ...more })

export const account = (name: string, more: Partial<ServiceAccount> = {}): ServiceAccount => ({
  namespace,
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  labels: {},
  imagePullSecrets: [],
  ...more,
})

export const snapshot = (more: Partial<NamespaceSnapshot> = {}): NamespaceSnapshot => ({
  name: namespace,
  terminating: false,
  secrets: [],
  accounts: [],
  obstacles: new Map(),
  frozenPolicies: new Map(),
  contested: new Map(),
  ...more,
})

/** The digest that the API server's copy of a config would have: here the config itself. */
const applySecret = (seen: NamespaceSnapshot, action: SecretAction): NamespaceSnapshot => {
  if (action.do === 'deleteSecret') {
    return { ...seen, secrets: seen.secrets.filter(({ name }) => name !== action.name) }
  }
  const { name, policy, config } = action.secret
  return {
    ...seen,
    secrets: [...seen.secrets.filter((one) => one.name !== name), managed(name, policy, config)],
    obstacles: new Map([...seen.obstacles].filter(([taken]) => taken !== name)),
  }
}

const applyAccount = (seen: NamespaceSnapshot, action: AccountAction): NamespaceSnapshot => ({
  ...seen,
  accounts: seen.accounts.map((one) => {
    if (one.name !== action.name) return one
    const { attached: _, ...rest } = one
    return {
      ...rest,
      imagePullSecrets: action.imagePullSecrets,
      ...(action.attached !== undefined && { attached: action.attached }),
    }
  }),
})

/** Executes a plan as an API server does that takes every write. */
export const execute = (seen: NamespaceSnapshot, plan: NamespacePlan): NamespaceSnapshot =>
  [...plan.first, ...plan.afterwards].reduce(
    (state, action) => (action.do === 'writeAccount' ? applyAccount(state, action) : applySecret(state, action)),
    seen,
  )
