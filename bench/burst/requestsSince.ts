import { readAuditLog } from '../../test/cluster/auditLog.ts'

/** The audit log is written behind the requests; so are Events and the status, once in 2 s. */
export const trailingMs = 5_000

/** The operator's writes and reads, as the server's audit log has them, since a moment; without those of the Lease. */
export const requestsSince = (auditLogPath: string, since: Date): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { userAgent, verb, resource, subresource, at } of readAuditLog(auditLogPath)) {
    if (!userAgent.startsWith('pullkeeper/') || at < since || resource === 'leases') continue
    const request = `${verb} ${subresource === '' ? resource : `${resource}/${subresource}`}`
    counts.set(request, (counts.get(request) ?? 0) + 1)
  }
  return counts
}
