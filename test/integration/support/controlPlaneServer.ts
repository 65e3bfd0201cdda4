import { readFileSync } from 'node:fs'
import type { ClusterAccess } from '../../cluster/access.ts'
import { readAuditLog } from '../../cluster/auditLog.ts'
import { order } from '../../cluster/control.ts'
import { kubeconfigOfServiceAccount } from '../../cluster/kubeconfig.ts'
import { sharedAccess } from '../../cluster/sharedAccess.ts'
import { kubelet, puppetClient } from '../../support/puppets/index.ts'
import { install } from './install.ts'
import { kubectlWith } from './kubectl.ts'
import { tokenIn } from './tokenIn.ts'
import { nodeName, operatorNamespace, type TestServer } from './testServer.ts'

/**
 * A control plane, and the puppet of the only node that it has.
 *
 * @param cluster by default the one of the run, which all test files share
 */
export const connectControlPlane = async (cluster: ClusterAccess = sharedAccess()): Promise<TestServer> => {
  const access = {
    url: cluster.url,
    token: cluster.adminToken,
    ca: readFileSync(cluster.certificateAuthorityPath, 'utf8'),
  }
  const client = puppetClient(access, 'tests')
  await install(client)
  const operatorKubeconfig = await kubeconfigOfServiceAccount(cluster, {
    namespace: operatorNamespace,
    name: 'pullkeeper',
  })
  const node = kubelet(access, { name: nodeName, scenario: () => ({ is: 'running' }), backOffMilliseconds: 100 })
  await node.ready
  return {
    kind: 'control-plane',
    access,
    client,
    kubeconfig: cluster.kubeconfigPath,
    operatorKubeconfig,
    operatorToken: tokenIn(operatorKubeconfig),
    kubelet: node,
    kubectl: kubectlWith(cluster.kubectl, cluster.kubeconfigPath, cluster.directory),
    embedded: undefined,
    requestsOf: (user) => Promise.resolve(readAuditLog(cluster.auditLogPath).filter((entry) => entry.user === user)),
    suspend: async () => {
      await order(cluster.controlSocket, 'stop-api-server')
    },
    resume: async () => {
      await order(cluster.controlSocket, 'start-api-server')
    },
    close: async () => {
      await node.stop()
      client.close()
    },
  }
}
