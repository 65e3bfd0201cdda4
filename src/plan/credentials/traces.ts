import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { parseAttached } from '../../domain/ownership/attached.ts'

/** Where a departing policy's traces are looked for. Objects of Terminating namespaces are not among them. */
export interface TraceScope {
  /** Secrets that are ours and bear the policy's name. */
  readonly secrets: readonly PullSecret[]
  /** ServiceAccounts that record some managed name. */
  readonly accounts: readonly ServiceAccount[]
  /** Whether another policy, one that stays, wants this managed name in this namespace. */
  readonly claimed: (namespace: string, secretName: string) => boolean
}

/**
 * Whether something of a policy is left: one of its secrets, or a recorded reference that nobody who stays wants. An
 * account does not say whose name it bears, so another departing policy's reference counts too: it goes as well.
 */
export const leavesTraces = ({ secrets, accounts, claimed }: TraceScope): boolean =>
  secrets.some(({ namespace, name }) => !claimed(namespace, name)) ||
  accounts.some(({ namespace, attached }) =>
    [...parseAttached(attached).keys()].some((name) => !claimed(namespace, name)),
  )
