import type { ServiceAccount } from '../objects/serviceAccount.ts'
import { parseAttached } from '../ownership/attached.ts'

/**
 * A pod may still be created without a name for so long after the name was attached, seconds: the ServiceAccount
 * admission plugin of each API server reads accounts from a watch of its own, and the recorded times are whole seconds.
 */
export const admissionLagSeconds = 5

/**
 * When every new pod of the account carries the name, seconds since the epoch; undefined when we have no record of
 * attaching it (it was there before us).
 */
export const carriedFrom = (account: ServiceAccount | undefined, secretName: string): number | undefined => {
  const attachedAt = Date.parse(parseAttached(account?.attached).get(secretName) ?? '') / 1000
  return Number.isFinite(attachedAt) ? attachedAt + admissionLagSeconds : undefined
}
