import { readAuditLog } from '../../test/cluster/auditLog.ts'

/**
 * In how many of the namespaces the Secret was asked for before the ServiceAccount was, whose maker hears of a new
 * namespace at the same moment. By the server's audit log.
 *
 * @param userAgent how the name of who makes the Secrets begins
 */
export const secretsAhead = (auditLogPath: string, namespaces: readonly string[], userAgent: string): number => {
  const secrets = new Map<string, Date>()
  const accounts = new Map<string, Date>()
  for (const entry of readAuditLog(auditLogPath)) {
    if (entry.verb !== 'create' || entry.status >= 300) continue
    if (entry.resource === 'secrets' && entry.userAgent.startsWith(userAgent)) secrets.set(entry.namespace, entry.at)
    if (entry.resource === 'serviceaccounts' && entry.subresource === '') accounts.set(entry.namespace, entry.at)
  }
  return namespaces.filter((name) => {
    const [secret, account] = [secrets.get(name), accounts.get(name)]
    return secret !== undefined && account !== undefined && secret < account
  }).length
}
