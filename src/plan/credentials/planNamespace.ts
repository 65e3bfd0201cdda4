import { isOurs } from '../../domain/ownership/marks.ts'
import { nothingToDo, type NamespacePlan, type Precondition, type SecretAction } from './action.ts'
import { planAccount } from './planAccount.ts'
import { secretState, type SecretState } from './secretState.ts'
import { accountObject, secretObject, type NamespaceSnapshot } from './snapshot.ts'
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
    const held = seen.contested.get(accountObject(account.name))?.held ?? false
    const wish = held ? { attach: [], leave: new Set([...left, ...attach]) } : { attach, leave: left }
    return planAccount(account, wish, now) ?? []
  })
  const wantedNames = new Set(wanted.map(({ secretName }) => secretName))
  return {
    first: [...states.flatMap(({ want, state }) => planSecret(seen.name, want, state)), ...accounts],
    afterwards: leftOver(seen)
      .filter(({ name }) => !wantedNames.has(name) && !left.has(name))
      .map((secret) => ({ do: 'deleteSecret', namespace: seen.name, ...secret })),
  }
}

/** What is ours in a namespace, whatever its type. */
const leftOver = (seen: NamespaceSnapshot): readonly { readonly name: string; readonly seen: Precondition }[] => [
  ...seen.secrets
    .filter((secret) => isOurs(secret))
    .map(({ name, uid, resourceVersion }) => ({ name, seen: { uid, resourceVersion } })),
  ...[...seen.obstacles].flatMap(([name, obstacle]) =>
    obstacle.kind === 'mistyped' ? [{ name, seen: obstacle.seen }] : [],
  ),
]

/** Names of frozen policies here: by their secrets, and of those that are missing by what they would be called. */
const frozenNames = (seen: NamespaceSnapshot, wanted: readonly WantedSecret[]): readonly string[] => {
  const ours = seen.secrets.filter((secret) => isOurs(secret))
  const taken = new Set([...ours.map(({ name }) => name), ...wanted.map(({ secretName }) => secretName)])
  return [
    ...ours.filter(({ marks }) => seen.frozenPolicies.has(marks.policy ?? '')).map(({ name }) => name),
    ...[...seen.frozenPolicies.values()].flatMap((name) => (name === undefined || taken.has(name) ? [] : [name])),
  ]
}

/**
 * Names that stay as they are, attached or not: of policies that are frozen or have no finalizer yet, and of secrets
 * that are fought over and whose time has not come.
 */
const namesToLeave = (seen: NamespaceSnapshot, wanted: readonly WantedSecret[]): ReadonlySet<string> =>
  new Set([
    ...wanted.filter(({ intent }) => intent.kind === 'freeze').map(({ secretName }) => secretName),
    ...wanted
      .filter(({ secretName }) => seen.contested.get(secretObject(secretName))?.held)
      .map(({ secretName }) => secretName),
    ...frozenNames(seen, wanted),
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
    case 'outdated':
      return [{ do: state.replaceable ? 'updateSecret' : 'recreateSecret', secret, seen: state.seen }]
    case 'current':
    case 'foreign':
      return []
  }
}
