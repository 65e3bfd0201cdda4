import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rbacOf, startApiServer } from '../../support/apiserver/index.ts'
import {
  kubelet,
  puppetClient,
  serviceAccountController,
  together,
  workloadController,
} from '../../support/puppets/index.ts'
import { findProgram } from './findProgram.ts'
import { install } from './install.ts'
import { kubectlWith } from './kubectl.ts'
import { nodeName, operatorUser, type TestServer } from './testServer.ts'

/** An embedded server with the puppets that make a cluster of it. The operator's user may what config/rbac gives it. */
export const startEmbeddedServer = async (): Promise<TestServer> => {
  const server = await startApiServer({ https: true, auditLimit: 1_000_000 })
  const directory = mkdtempSync(join(tmpdir(), 'pullkeeper-test-'))
  const kubeconfigFile = (name: string, user: string): string => {
    const file = join(directory, name)
    writeFileSync(file, server.kubeconfig(user), { mode: 0o600 })
    return file
  }
  const administrator = 'kubernetes-admin'
  const access = { url: server.url, token: server.token(administrator), ca: server.certificateAuthority }
  const client = puppetClient(access, 'tests')
  await install(client)
  server.access.limit(operatorUser, rbacOf(server.store, operatorUser))
  const node = kubelet(access, {
    name: nodeName,
    schedules: true,
    scenario: () => ({ is: 'running' }),
    backOffMilliseconds: 100,
  })
  const puppets = together(serviceAccountController(access), workloadController(access), node)
  await puppets.ready

  const kubeconfig = kubeconfigFile('admin', administrator)
  const kubectl = findProgram('kubectl')
  return {
    kind: 'embedded',
    access,
    client,
    kubeconfig,
    operatorKubeconfig: kubeconfigFile('operator', operatorUser),
    operatorToken: server.token(operatorUser),
    kubelet: node,
    kubectl: kubectl === undefined ? undefined : kubectlWith(kubectl, kubeconfig, directory),
    embedded: server,
    requestsOf: (user) => Promise.resolve(server.audit.entries({ user })),
    suspend: server.suspend,
    resume: server.resume,
    close: async () => {
      await puppets.stop()
      client.close()
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
