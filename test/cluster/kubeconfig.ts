import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ClusterAccess } from './access.ts'
import { kubectl } from './kubectl.ts'

/** Writes a kubeconfig that only this user can read. */
export const writeKubeconfig = (
  path: string,
  {
    url,
    certificateAuthorityPath,
    user,
    token,
  }: {
    readonly url: string
    readonly certificateAuthorityPath: string
    readonly user: string
    readonly token: string
  },
): void => {
  const cluster = 'pullkeeper-test'
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster, cluster: { server: url, 'certificate-authority': certificateAuthorityPath } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: cluster, context: { cluster, user } }],
    'current-context': cluster,
  }
  writeFileSync(path, stringify(config), { mode: 0o600 })
}

/**
 * The path of a kubeconfig with a fresh token (TokenRequest) of a ServiceAccount that exists: what the API server
 * allows it, RBAC and admission included, is what it allows the operator. Throws what kubectl said.
 */
export const kubeconfigOfServiceAccount = async (
  access: ClusterAccess,
  {
    namespace,
    name,
    duration = '1h',
  }: { readonly namespace: string; readonly name: string; readonly duration?: string },
): Promise<string> => {
  const result = await kubectl(access, ['create', 'token', name, `--namespace=${namespace}`, `--duration=${duration}`])
  if (result.status !== 0) throw new Error(`no token for ServiceAccount ${namespace}/${name}: ${result.stderr.trim()}`)
  const path = join(access.directory, `kubeconfig-${namespace}-${name}`)
  writeKubeconfig(path, { ...access, user: name, token: result.stdout.trim() })
  return path
}
