import type { NamespaceOutcome } from '../../domain/policy/outcome.ts'
import { contestOver } from './contest.ts'
import { secretState, type SecretState } from './secretState.ts'
import type { NamespaceSnapshot } from './snapshot.ts'
import type { WantedSecret } from './wanted.ts'

const problemOf = (namespace: string, name: string, state: SecretState): NamespaceOutcome['problem'] => {
  switch (state.kind) {
    case 'foreign':
      return {
        reason: 'SecretForeign',
        message: `Secret ${namespace}/${name} (${state.type}) is not ours and is left alone: rename or delete it`,
      }
    case 'refused':
      return { reason: 'CreateRefused', message: `Secret ${namespace}/${name} was refused: ${state.message}` }
    case 'absent':
    case 'current':
    case 'outdated':
      return undefined
  }
}

/** Judges, from what is seen, how far `want` is carried out in the namespace. */
export const assessNamespace = (seen: NamespaceSnapshot, want: WantedSecret): NamespaceOutcome => {
  const state = secretState(seen, want)
  const selected = seen.accounts.filter((account) => want.selectsAccount(account))
  const attached = selected.filter(({ imagePullSecrets }) => imagePullSecrets.includes(want.secretName))
  const problem = problemOf(seen.name, want.secretName, state) ?? contestOver(seen, want)
  return {
    ready: state.kind === 'current' && attached.length === selected.length,
    accountsSelected: selected.length,
    accountsAttached: state.kind === 'foreign' ? 0 : attached.length,
    ...(problem && { problem }),
  }
}
