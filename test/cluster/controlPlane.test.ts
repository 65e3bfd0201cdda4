import type { ClusterAccess } from './access.ts'
import { readAuditLog } from './auditLog.ts'
import { order } from './control.ts'
import { eventually } from './eventually.ts'
import { kubeconfigOfServiceAccount } from './kubeconfig.ts'
import { kubectl, kubectlOrThrow } from './kubectl.ts'
import { processesOf } from './processes.ts'
import { sharedAccess } from './sharedAccess.ts'
import { nothingIsLeftOf, startElsewhere } from './starter.ts'

const namespacesOf = async (access: ClusterAccess) =>
  (await kubectlOrThrow(access, ['get', 'namespaces', '-o', 'name'])).trim().split('\n')

const TIMEOUT = 180_000

describe('a control plane', () => {
  test(
    'answers kubectl as the version that it says',
    async () => {
      const access = sharedAccess()
      const version: unknown = JSON.parse(await kubectlOrThrow(access, ['version', '-o', 'json']))
      expect(version).toMatchObject({
        clientVersion: { gitVersion: access.version },
        serverVersion: { gitVersion: access.version },
      })
    },
    TIMEOUT,
  )

  test(
    'has controllers and a scheduler at work',
    async () => {
      const access = sharedAccess()
      await kubectlOrThrow(access, ['create', 'namespace', 'at-work'])
      await kubectlOrThrow(access, ['create', 'deployment', 'app', '--image=app:v1', '--namespace=at-work'])
      const events = await eventually('an event of the scheduler', async () => {
        const names = await kubectlOrThrow(access, [
          'get',
          'events',
          '-n',
          'at-work',
          '-o',
          'jsonpath={.items[*].reason}',
        ])
        // Other files may have made nodes on the same server.
        return /\b(FailedScheduling|Scheduled)\b/.test(names) ? names : undefined
      })
      expect(events).toContain('ScalingReplicaSet')
      await kubectlOrThrow(access, ['delete', 'namespace', 'at-work', '--wait=false'])
    },
    TIMEOUT,
  )

  test(
    'lets a ServiceAccount do what RBAC grants it, and no more',
    async () => {
      const access = sharedAccess()
      await kubectlOrThrow(access, ['create', 'serviceaccount', 'reader'])
      await kubectlOrThrow(access, ['create', 'clusterrole', 'reader', '--verb=list', '--resource=namespaces'])
      await kubectlOrThrow(access, [
        'create',
        'clusterrolebinding',
        'reader',
        '--clusterrole=reader',
        '--serviceaccount=default:reader',
      ])
      const kubeconfig = await kubeconfigOfServiceAccount(access, { namespace: 'default', name: 'reader' })
      const may = await eventually('RBAC takes effect', async () => {
        const result = await kubectl(access, ['get', 'namespaces', '-o', 'name'], { kubeconfig })
        return result.status === 0 ? result : undefined
      })
      expect(may.stdout).toContain('namespace/default')
      const mayNot = await kubectl(access, ['get', 'secrets'], { kubeconfig })
      expect(mayNot).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('User "system:serviceaccount:default:reader" cannot list resource "secrets"'),
      })
      const asked = readAuditLog(access.auditLogPath).filter(
        ({ user }) => user === 'system:serviceaccount:default:reader',
      )
      expect(asked).toContainEqual(
        expect.objectContaining({ verb: 'list', resource: 'namespaces', status: 200, forbidden: false }),
      )
      expect(asked).toContainEqual(
        expect.objectContaining({ verb: 'list', resource: 'secrets', status: 403, forbidden: true }),
      )
    },
    TIMEOUT,
  )

  test(
    'has its API server gone and back with what it knew',
    async () => {
      const access = sharedAccess()
      await kubectlOrThrow(access, ['create', 'configmap', 'kept'])
      await order(access.controlSocket, 'stop-api-server')
      expect(await kubectl(access, ['get', 'configmap', 'kept'])).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('refused'),
      })
      await order(access.controlSocket, 'start-api-server')
      expect(await kubectlOrThrow(access, ['get', 'configmap', 'kept', '-o', 'name'])).toBe('configmap/kept\n')
    },
    TIMEOUT,
  )
})

test(
  'two control planes side by side know nothing of each other, and end with a starter that is killed',
  async () => {
    const starters = await Promise.all([startElsewhere({}), startElsewhere({})])
    const both = starters.map(({ access }) => access)
    await Promise.all(both.map((access, at) => kubectlOrThrow(access, ['create', 'namespace', `of-${at}`])))
    const [first = [], second = []] = await Promise.all(both.map(namespacesOf))
    expect(first).toContain('namespace/of-0')
    expect(first).not.toContain('namespace/of-1')
    expect(second).toContain('namespace/of-1')
    for (const { directory } of both) expect(processesOf(directory)).not.toEqual([])

    for (const { kill } of starters) kill()

    for (const { directory } of both) await nothingIsLeftOf(directory)
  },
  TIMEOUT,
)
