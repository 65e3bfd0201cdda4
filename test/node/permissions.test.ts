import type { V1ClusterRole, V1PolicyRule, V1Role } from '@kubernetes/client-node'
import { readAuditLog } from '../cluster/auditLog.ts'
import { eventually } from '../cluster/eventually.ts'
import { dockerConfig, dockerConfigSecret } from '../integration/support/objects.ts'
import { OPERATOR_NAMESPACE, OPERATOR_USER } from './support/installOperator.ts'
import { allRun, type Manifest, openScene, type Scene, waiting } from './support/scene.ts'
import { describeWhereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

/** `get apps/replicasets`, `create pods/eviction`: what a rule grants and what a request asks for. */
const permission = (verb: string, apiGroup: string, resource: string): string =>
  `${verb} ${apiGroup === '' ? resource : `${apiGroup}/${resource}`}`

const permissionsOf = ({ rules }: { readonly rules?: V1PolicyRule[] }): readonly string[] =>
  (rules ?? []).flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => permission(verb, group, resource))),
    ),
  )

/** Workloads whose pods the operator asks the owner of. A Job's and a bare pod are never evicted. */
const workloads = (image: string): readonly Manifest[] => {
  const template = {
    metadata: { labels: { app: 'app' } },
    spec: {
      // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
      containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
      terminationGracePeriodSeconds: 0,
    },
  }
  const selector = { matchLabels: { app: 'app' } }
  const job = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } }
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'deployment' }, spec: { selector, template } },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'statefulset' }, spec: { selector, template } },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'daemonset' }, spec: { selector, template } },
    { apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'controller' }, spec: { template } },
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' }, spec: { template: job } },
  ]
}

describeWhereOurs('auditLog', 'the rights that config/rbac gives the operator', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('permissions')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  const asked = () => readAuditLog(scene.cluster.auditLogPath).filter(({ user }) => user === OPERATOR_USER)

  const granted = async (): Promise<readonly string[]> => {
    const role: V1ClusterRole = JSON.parse(await scene.kubectl('get', 'clusterrole', 'pullkeeper', '--output=json'))
    const inItsNamespace: { readonly items: readonly V1Role[] } = JSON.parse(
      await scene.kubectl('get', 'roles', `--namespace=${OPERATOR_NAMESPACE}`, '--output=json'),
    )
    return [role, ...inItsNamespace.items].flatMap(permissionsOf)
  }

  const unused = async () => {
    const used = new Set(
      asked().map(({ verb, apiGroup, resource, subresource }) =>
        permission(verb, apiGroup, subresource === '' ? resource : `${resource}/${subresource}`),
      ),
    )
    return (await granted()).filter((each) => !used.has(each))
  }

  test(
    'suffice for all that it does: nothing is refused',
    async () => {
      const stuck = workloads(scene.image.private('acme/app:v1'))
      await scene.apply(...stuck)
      await scene.untilPods(
        'pods of all workloads are denied',
        (pods) => pods.length === stuck.length && pods.every((pod) => waiting(pod)?.message.includes('401')),
      )
      const policy = await scene.policy()
      await scene.untilPods('all run but that of the Job', (pods) => pods.filter((pod) => allRun([pod])).length >= 4)
      // Another password in the source: the managed Secret is written again.
      const rotated = dockerConfig({ [scene.registry.private]: ['robot', 'another'] })
      await scene.apply(dockerConfigSecret(OPERATOR_NAMESPACE, policy, rotated))
      await eventually('the new password is handed out', async () => {
        const data = await scene.kubectl('get', 'secrets', '--output=jsonpath={.items[*].data.\\.dockerconfigjson}')
        return Buffer.from(data, 'base64').toString().includes(Buffer.from('robot:another').toString('base64'))
          ? true
          : undefined
      })
      // Somebody who keeps undoing what it writes: it reads the ServiceAccount to say who.
      await eventually('it reads who is against it', async () => {
        await scene.kubectl('patch', 'serviceaccount', 'default', '--patch={"imagePullSecrets": null}')
        return asked().some(({ verb, resource }) => verb === 'get' && resource === 'serviceaccounts') ? true : undefined
      })
      await scene.kubectl('delete', 'imagepolicy', policy)
      // A name that is taken by what it does not watch: it reads the Secret to say what that is.
      const taken = `pullkeeper-${scene.namespace}-taken`
      await scene.kubectl('create', 'secret', 'generic', taken, '--from-literal=a=b')
      const second = await scene.policy({ suffix: 'taken' })
      await scene.untilPolicy(second, 'the policy says that its name is taken', (each) =>
        JSON.stringify(each.status).includes(taken),
      )
      expect(asked().filter(({ forbidden }) => forbidden)).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'are no more than it uses',
    async () => {
      // A server that refuses a watch that begins with the list is asked for the list: not this one.
      const used = new Set(asked().map(({ verb, apiGroup, resource }) => permission(verb, apiGroup, resource)))
      const forOtherServers = (each: string) => used.has(each.replace(/^list /, 'watch '))
      expect((await unused()).filter((each) => !forOtherServers(each))).toEqual([])
    },
    TIMEOUT,
  )
})
