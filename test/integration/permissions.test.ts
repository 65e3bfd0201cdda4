import { isStatus, puppetClient } from '../support/puppets/index.ts'
import { type JsonObject, listAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { barePod } from './support/objects.ts'
import { pathOf } from './support/paths.ts'
import { conditionOf, configOf, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'
import { operatorNamespace } from './support/testServer.ts'

/** A rule without one resource; gone when it named nothing else. */
const without = (rule: JsonObject, resource: string): readonly JsonObject[] => {
  const resources = listAt(rule, 'resources').filter((name) => name !== resource)
  return resources.length === 0 ? [] : [{ ...rule, resources }]
}

const withoutVerb = (rule: JsonObject, resource: string, verb: string): readonly JsonObject[] =>
  listAt(rule, 'resources').includes(resource)
    ? [
        ...without(rule, resource),
        { ...rule, resources: [resource], verbs: listAt(rule, 'verbs').filter((each) => each !== verb) },
      ]
    : [rule]

describe('permissions that are missing', () => {
  let scene: Scene
  let source: string
  let whole: readonly JsonObject[]
  const role = pathOf('ClusterRole', 'pullkeeper')

  beforeAll(async () => {
    scene = await startScene('permissions')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    whole = objectsAt(await scene.client.get(role), 'rules')
  })
  afterEach(() => scene.client.patch(role, { rules: whole }))
  afterAll(() => scene.close())

  const begin = async (of: string) => {
    const namespace = await scene.namespace(of, { [of]: '' })
    const policy = await scene.policy(
      of,
      scene.handOut([source], { namespaceSelector: scene.namespaces({ [of]: '' }) }),
    )
    return { namespace, policy, secret: `pullkeeper-${policy}` }
  }
  /** A real API server learns of a changed role a moment later; an operator that begins before that sees too much. */
  const untilRefused = async (resource: string) => {
    const asOperator = puppetClient({ ...scene.server.access, token: scene.server.operatorToken }, 'asks-first')
    try {
      await eventually(`${resource} are refused`, async () => {
        const refused = asOperator.get(`/api/v1/${resource}`).then(
          () => false,
          (error: unknown) => isStatus(error, 403),
        )
        expect(await refused).toBe(true)
      })
    } finally {
      asOperator.close()
    }
  }
  const start = (of: string) => scene.operator({ leaseName: scene.name(of) })

  test.each(['pods', 'serviceaccounts', 'secrets', 'namespaces'])(
    '%s: said in the log, by the probe and in the status; and once it is granted all goes on',
    async (resource) => {
      await scene.client.patch(role, { rules: whole.flatMap((rule) => without(rule, resource)) })
      await untilRefused(resource)
      const { namespace, policy, secret } = await begin(resource)
      const operator = start(resource)
      const refusal = new RegExp(
        `${resource}.* is forbidden: User "system:serviceaccount:pullkeeper-system:pullkeeper"`,
      )
      await eventually('the log and the probe name it', async () => {
        expect(operator.log()).toContainEqual(
          expect.objectContaining({
            level: 'error',
            message: 'watch refused',
            resource: expect.stringContaining(resource),
            reason: expect.stringMatching(/config\/rbac/),
          }),
        )
        const { status, body } = await operator.probe('/readyz')
        expect({ status, body }).toEqual({ status: 503, body: expect.stringMatching(refusal) })
      })
      expect((await operator.probe('/healthz')).status).toBe(200)
      await eventually('the status says what is in the way', async () => {
        expect(conditionOf(await statusOf(scene, policy), 'Ready')).toEqual({
          status: 'False',
          reason: 'OperatorImpeded',
          message: expect.stringMatching(refusal),
        })
      })
      if (resource === 'pods')
        await eventually('the credentials are handed out all the same', async () => {
          expect(await configOf(scene, namespace, secret)).toBeDefined()
        })
      else expect(await pullSecretsOf(scene, namespace)).toEqual([])

      await scene.client.patch(role, { rules: whole })
      await operator.ready()
      await eventually('all goes on', async () => {
        expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
        expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True', reason: 'Applied' })
      })
      await operator.stop()
    },
  )

  test('Events: what they would tell is missing, the rest is found', async () => {
    scene.server.kubelet.follow(({ image }) => ({ is: 'pullFails', message: `${image}: not found` }))
    await scene.client.patch(role, { rules: whole.flatMap((rule) => without(rule, 'events')) })
    const { namespace, policy } = await begin('events')
    await scene.create(barePod(namespace, 'alone', { image: 'docker.io/acme/gone:1' }))
    const operator = start('events')
    await eventually('the finding, and what is in the way', async () => {
      const status = await statusOf(scene, policy)
      expect(status).toMatchObject({ summary: { failing: 1, topCause: 'ImageNotFound' } })
      expect(conditionOf(status, 'Ready')).toMatchObject({
        status: 'False',
        reason: 'OperatorImpeded',
        message: expect.stringMatching(/events/),
      })
    })
    await operator.stop()
  })

  test('to write ServiceAccounts: said with the account, and tried again', async () => {
    await scene.client.patch(role, { rules: whole.flatMap((rule) => withoutVerb(rule, 'serviceaccounts', 'patch')) })
    const { namespace, policy, secret } = await begin('patch')
    const operator = start('patch')
    await eventually('it is said', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toEqual({
        status: 'False',
        reason: 'WriteRefused',
        message: expect.stringMatching(/serviceaccounts "default" is forbidden/),
      })
    })
    expect(await configOf(scene, namespace, secret)).toBeDefined()
    await scene.client.patch(role, { rules: whole })
    // Anything that touches the namespace has it tried again; by itself it is within a minute.
    await scene.client.patch(pathOf('ServiceAccount', namespace, 'default'), { metadata: { labels: { touched: '' } } })
    await eventually('and then done', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toMatchObject({ status: 'True' })
    })
    await operator.stop()
  })

  test('to create Secrets: said with the namespace, and nothing is attached to what is not there', async () => {
    await scene.client.patch(role, { rules: whole.flatMap((rule) => withoutVerb(rule, 'secrets', 'create')) })
    const { namespace, policy, secret } = await begin('create')
    const operator = start('create')
    await eventually('it is said', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toMatchObject({
        status: 'False',
        reason: 'CreateRefused',
        message: expect.stringMatching(`Secret ${namespace}/${secret} was refused: .*cannot create resource`),
      })
    })
    await eventually('no reference', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([])
    })
    await operator.stop()
  })

  test('for the Lease: nobody leads, nothing is written, the log says why', async () => {
    const path = pathOf('Role', operatorNamespace, 'pullkeeper-leader-election')
    const rules = objectsAt(await scene.client.get(path), 'rules')
    await scene.client.patch(path, { rules: [] })
    const operator = start('lease')
    try {
      await eventually('it is said', () => {
        expect(operator.log()).toContainEqual(
          expect.objectContaining({
            level: 'error',
            message: 'Lease refused',
            reason: expect.stringMatching(/cannot get resource "leases".* in the namespace "pullkeeper-system"/),
          }),
        )
      })
      expect(operator.log().map((line) => textAt(line, 'message'))).not.toContain('leading')
    } finally {
      await scene.client.patch(path, { rules })
    }
    await eventually('then it leads', () => {
      expect(operator.log().map((line) => textAt(line, 'message'))).toContain('leading')
    })
    await operator.stop()
  })

  test('a token that is no longer good is said, and nothing else happens', async () => {
    const operator = scene.operator({ kubeconfig: scene.kubeconfigWith('no-such-token'), leaseName: 'bad-token' })
    await eventually('the log says so', () => {
      expect(operator.output()).toMatch(/401|Unauthorized/)
    })
    expect(operator.output()).not.toContain('no-such-token')
    expect(await operator.probe('/readyz')).toMatchObject({ status: 503 })
    await operator.stop()
  })
})
