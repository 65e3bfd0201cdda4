import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { parseAttached, printAttached } from '../../domain/ownership/attached.ts'
import type { AccountAction } from './action.ts'

/** What is to become of managed names on one ServiceAccount. Names in neither list are detached if we recorded them. */
export interface AccountWish {
  readonly attach: readonly string[]
  readonly leave: ReadonlySet<string>
}

/**
 * Attaches and detaches in one guarded write, or undefined when the account is as it should be. A name that was there
 * before is never recorded, and only recorded names are removed; other entries and their order are kept.
 *
 * @param now RFC 3339, recorded for names added by this write
 */
export const planAccount = (account: ServiceAccount, wish: AccountWish, now: string): AccountAction | undefined => {
  const record = parseAttached(account.attached)
  const present = new Set(account.imagePullSecrets)
  const wanted = new Set(wish.attach)
  const added = [...wanted].filter((name) => !present.has(name))
  const released = [...record.keys()].filter((name) => !wanted.has(name) && !wish.leave.has(name))
  if (added.length === 0 && released.length === 0) return undefined
  const gone = new Set(released)
  const kept = [...record].filter(([name]) => !gone.has(name))
  return {
    do: 'writeAccount',
    namespace: account.namespace,
    name: account.name,
    resourceVersion: account.resourceVersion,
    imagePullSecrets: [...account.imagePullSecrets.filter((name) => !gone.has(name)), ...added],
    attached: printAttached(new Map([...kept, ...added.map((name): [string, string] => [name, now])])),
    added,
    removed: released.filter((name) => present.has(name)),
  }
}
