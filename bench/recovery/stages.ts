import { readAuditLog } from '../../test/cluster/auditLog.ts'

/** Where the operator's time goes, in seconds one after the other; together they are the whole time. */
export interface Stages {
  /** From the policy until the ServiceAccount names the secret. */
  readonly attach: number
  /** From then until the first pod is evicted. */
  readonly wait: number
  /** From the first eviction to the last. */
  readonly evict: number
  /** From the last eviction until the last container runs: a new pod is made, placed and pulled for. */
  readonly start: number
}

/**
 * Reads them from the server's audit log.
 *
 * @param from when the policy was applied, `to` when the last container ran: milliseconds since the epoch
 */
export const stagesOf = (auditLogPath: string, namespace: string, from: number, to: number): Stages => {
  const own = readAuditLog(auditLogPath).filter(
    (entry) => entry.userAgent.startsWith('pullkeeper/') && entry.namespace === namespace,
  )
  const at = (resource: string, subresource: string): readonly number[] =>
    own
      .filter((entry) => entry.resource === resource && entry.subresource === subresource && entry.verb !== 'get')
      .map((entry) => entry.at.getTime())
  const attached = at('serviceaccounts', '')[0] ?? Number.NaN
  const evictions = at('pods', 'eviction')
  const [first, last] = [Math.min(...evictions), Math.max(...evictions)]
  return {
    attach: (attached - from) / 1000,
    wait: (first - attached) / 1000,
    evict: (last - first) / 1000,
    start: (to - last) / 1000,
  }
}
