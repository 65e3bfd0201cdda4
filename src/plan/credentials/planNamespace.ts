import { isOurs } from '../../domain/ownership/marks.ts'
import { nothingToDo, type NamespacePlan, type SecretAction } from './action.ts'
import { planAccount } from './planAccount.ts'
import { secretState, type SecretState } from './secretState.ts'
import type { NamespaceSnapshot } from './snapshot.ts'
import type { WantedSecret } from './wanted.ts'

/**
 * Plans one namespace's managed secrets and ServiceAccounts. Planning again after executing plans nothing.
 *
 * @param wanted one per policy that selects the namespace, at most one per secretName (see `wantedIn`)
 * @param now RFC 3339, recorded for names that are attached
 */
export const planNamespace = (seen: NamespaceSnapshot, wanted: readonly WantedSecret[], now: string): NamespacePlan => {
  if (seen.terminating) return nothingToDo
  const left = namesToLeave(seen, wanted)
  const states = wanted
    .filter(({ secretName }) => !left.has(secretName))
    .map((want) => ({ want, state: secretState(seen, want) }))
  const accounts = seen.accounts.flatMap((account) => {
    const attach = states.flatMap(({ want, state }) =>
      mayAttach(want, state) && want.selectsAccount(account) ? [want.secretName] : [],
    )
    return planAccount(account, { attach, leave: left }, now) ?? []
  })
  const wantedNames = new Set(wanted.map(({ secretName }) => secretName))
  return {
    first: [...states.flatMap(({ want, state }) => planSecret(seen.name, want, state)), ...accounts],
    afterwards: seen.secrets
      .filter((secret) => isOurs(secret) && !wantedNames.has(secret.name) && !left.has(secret.name))
      .map(({ namespace, name, uid, resourceVersion }) => ({
        do: 'deleteSecret',
        namespace,
        name,
        seen: { uid, resourceVersion },
      })),
  }
}

/** Names that stay as they are, attached or not: of suspended policies and of policies that cannot be read. */
const namesToLeave = (seen: NamespaceSnapshot, wanted: readonly WantedSecret[]): ReadonlySet<string> =>
  new Set([
    ...wanted.filter(({ intent }) => intent.kind === 'freeze').map(({ secretName }) => secretName),
    ...seen.secrets
      .filter((secret) => isOurs(secret) && seen.unreadablePolicies.has(secret.marks.policy ?? ''))
      .map(({ name }) => name),
  ])

/** A reference to a secret that is foreign or was refused would break or mislead; to one about to be made, it is due. */
const mayAttach = ({ intent }: WantedSecret, state: SecretState): boolean => {
  switch (state.kind) {
    case 'current':
    case 'outdated':
      return true
    case 'absent':
      return intent.kind === 'publish'
    case 'foreign':
    case 'refused':
      return false
  }
}

const planSecret = (namespace: string, want: WantedSecret, state: SecretState): readonly SecretAction[] => {
  if (want.intent.kind !== 'publish') return []
  const secret = { namespace, name: want.secretName, policy: want.policy, config: want.intent.config }
  switch (state.kind) {
    case 'absent':
    case 'refused':
      return [{ do: 'createSecret', secret }]
    case 'outdated': {
      const { uid, resourceVersion } = state.secret
      return [{ do: state.replaceable ? 'updateSecret' : 'recreateSecret', secret, seen: { uid, resourceVersion } }]
    }
    case 'current':
    case 'foreign':
      return []
  }
}
