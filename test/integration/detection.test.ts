import { type JsonObject, objectAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { type Outcome, privateRegistry, pullFailures, type Scenario } from '../support/puppets/index.ts'
import { eventually } from './support/eventually.ts'
import { barePod, deployment, dockerConfig, dockerConfigSecret } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { pathOf } from './support/paths.ts'
import { printedRow } from './support/printedRow.ts'
import { conditionOf, eventsAbout, type Scene, startScene, statusOf } from './support/scene.ts'

/** Images by what becomes of them; what is not here runs. */
const outcomes: Readonly<Record<string, (image: string) => Outcome>> = {
  'docker.io/acme/gone:1': pullFailures.notFound,
  'docker.io/acme/private:1': pullFailures.denied,
  'nowhere.example.com/app:1': pullFailures.noSuchHost,
  'down.example.com/app:1': pullFailures.refused,
  'docker.io/library/limited:1': pullFailures.rateLimited,
  'ghcr.io/acme/UPPER:1': () => ({ is: 'invalidName' }),
  'ghcr.io/public/never:1': () => ({ is: 'neverPresent' }),
  'ghcr.io/public/hook:1': () => ({ is: 'hookFails', message: "command '/bin/warm-up' exited with 1: " }),
  'ghcr.io/public/odd:1': () => ({ is: 'pullFails', message: 'the moon is full' }),
}

const scenario: Scenario = privateRegistry([{ prefix: 'ghcr.io/acme', user: 'robot', password: 's3cret' }], (attempt) =>
  (outcomes[attempt.image] ?? ((): Outcome => ({ is: 'running' })))(attempt.image),
)

describe('finding out why containers cannot start', () => {
  let scene: Scene
  let operator: Operator

  beforeAll(async () => {
    scene = await startScene('detection')
    scene.server.kubelet.follow((attempt) => outcomes[attempt.image]?.(attempt.image) ?? scenario(attempt))
    operator = scene.operator()
    await operator.ready()
  })
  afterAll(() => scene.close())

  const look = async (of: string) => {
    const namespace = await scene.namespace(of, { [of]: '' })
    const policy = await scene.policy(of, { namespaceSelector: scene.namespaces({ [of]: '' }) })
    return { namespace, policy }
  }
  const findingsOf = async (policy: string): Promise<readonly JsonObject[]> =>
    objectsAt(objectAt(await statusOf(scene, policy), 'findings'), 'items')

  test('a denied pull shows under its cause, in the status and in the printed table, and goes when it is well', async () => {
    const { namespace, policy } = await look('denied')
    await scene.create(deployment(namespace, 'web', { image: 'ghcr.io/acme/web:1', replicas: 2 }))
    await eventually('the finding in the status', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({
        summary: { failing: 1, topCause: 'CredentialsMissing' },
        findings: {
          total: 1,
          byCause: [{ cause: 'CredentialsMissing', workloads: 1, pods: 2 }],
          items: [
            {
              workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' },
              container: 'app',
              image: 'ghcr.io/acme/web:1',
              cause: 'CredentialsMissing',
              pods: 2,
              message: expect.stringContaining('ghcr.io/acme/web'),
              since: expect.stringMatching(/Z$/),
            },
          ],
          omitted: 0,
        },
      })
    })
    expect(conditionOf(await statusOf(scene, policy), 'WorkloadsHealthy')).toEqual({
      status: 'False',
      reason: 'CredentialsMissing',
      message: '1 workload cannot start: CredentialsMissing: 1 workload.',
    })
    expect(await printedRow(scene, policy)).toMatchObject({
      Name: policy,
      Ready: 'True',
      Namespaces: '1/1',
      Failing: 1,
      'Top Cause': 'CredentialsMissing',
    })
    expect(await operator.metrics()).toContain(
      `pullkeeper_policy_failing_workloads{policy="${policy}",cause="CredentialsMissing"} 1`,
    )
    expect(await operator.metrics()).toMatch(/^pullkeeper_failing_workloads\{cause="CredentialsMissing"\} \d+$/m)

    // The developer's own way out: a pull secret that the next pods name.
    await scene.create(
      dockerConfigSecret(
        namespace,
        'own',
        JSON.stringify({ auths: { 'ghcr.io/acme': { username: 'robot', password: 's3cret' } } }),
      ),
    )
    await scene.client.patch(pathOf('Deployment', namespace, 'web'), {
      spec: { template: { spec: { imagePullSecrets: [{ name: 'own' }] } } },
    })
    await eventually('nothing is found any more', async () => {
      const status = await statusOf(scene, policy)
      expect(status).toMatchObject({ summary: { failing: 0 }, findings: { total: 0, items: [] } })
      expect(objectAt(status, 'summary')).not.toHaveProperty('topCause')
      expect(conditionOf(status, 'WorkloadsHealthy')).toMatchObject({ status: 'True', reason: 'NoneFailing' })
    })
    expect(await printedRow(scene, policy)).toMatchObject({ Failing: 0 })
    expect(await operator.metrics()).not.toContain(`pullkeeper_policy_failing_workloads{policy="${policy}"`)
  })

  describe('of each kind of failure', () => {
    let namespace: string
    let policy: string
    const kinds = [
      ['docker.io/acme/gone:1', 'ImageNotFound'],
      ['docker.io/acme/private:1', 'AccessDeniedOrNotFound'],
      ['nowhere.example.com/app:1', 'DNSFailure'],
      ['down.example.com/app:1', 'RegistryUnreachable'],
      ['docker.io/library/limited:1', 'RateLimited'],
      ['ghcr.io/acme/UPPER:1', 'InvalidReference'],
      ['ghcr.io/public/never:1', 'NeverPullAbsent'],
      ['ghcr.io/public/hook:1', 'HookFailed'],
      ['ghcr.io/public/odd:1', 'Unknown'],
    ] as const

    beforeAll(async () => {
      namespace = await scene.namespace('kinds', { kinds: '' })
      for (const [image, cause] of kinds)
        await scene.create(barePod(namespace, cause.toLowerCase(), { image, postStart: ['/bin/warm-up'] }))
      policy = await scene.policy('kinds', { namespaceSelector: scene.namespaces({ kinds: '' }) })
    })

    test.each(kinds)('%s: %s', async (image, cause) => {
      const name = cause.toLowerCase()
      await eventually(cause, async () => {
        expect((await findingsOf(policy)).filter(({ workload }) => textAt(workload, 'name') === name)).toEqual([
          expect.objectContaining({
            workload: { apiVersion: 'v1', kind: 'Pod', namespace, name },
            container: 'app',
            image,
            cause,
            pods: 1,
          }),
        ])
      })
    })

    test('all are counted, and go with their pods', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({
        summary: { failing: kinds.length },
        findings: { total: kinds.length, omitted: 0 },
      })
      for (const [, cause] of kinds) await scene.client.delete(pathOf('Pod', namespace, cause.toLowerCase()))
      await eventually('nothing is found', async () => {
        expect(await findingsOf(policy)).toEqual([])
      })
    })
  })

  test.each`
    of                  | config                                                      | cause
    ${'no-colon'}       | ${'{"auths":{"ghcr.io/acme":{"auth":"cm9ib3Q="}}}'}         | ${'PullSecretMalformed'}
    ${'wrong-login'}    | ${'{"auths":{"ghcr.io/acme":{"auth":"cm9ib3Q6d3Jvbmc="}}}'} | ${'CredentialsRejected'}
    ${'wrong-registry'} | ${'{"auths":{"quay.io":{"auth":"cm9ib3Q6czNjcmV0"}}}'}      | ${'CredentialsMissing'}
  `("a pull secret of one's own, $of: $cause", async ({ of, config, cause }: Readonly<Record<string, string>>) => {
    const { namespace, policy } = await look(`own-${of}`)
    await scene.create(dockerConfigSecret(namespace, 'own', config ?? ''))
    await scene.create(barePod(namespace, 'alone', { image: 'ghcr.io/acme/web:1', imagePullSecrets: ['own'] }))
    await eventually(`${cause}`, async () => {
      expect(await findingsOf(policy)).toEqual([expect.objectContaining({ cause })])
    })
  })

  test('a pull secret that does not exist', async () => {
    const { namespace, policy } = await look('absent')
    await scene.create(barePod(namespace, 'alone', { image: 'ghcr.io/acme/web:1', imagePullSecrets: ['nowhere'] }))
    await eventually('PullSecretMissing', async () => {
      expect(await findingsOf(policy)).toEqual([
        expect.objectContaining({ cause: 'PullSecretMissing', message: expect.stringContaining('nowhere') }),
      ])
    })
  })

  test('a pod that is older than its credentials, and one that comes after', async () => {
    const namespace = await scene.namespace('older', { older: '' })
    const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    await scene.create(barePod(namespace, 'older', { image: 'ghcr.io/acme/web:1' }))
    const policy = await scene.policy(
      'older',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ older: '' }) }),
    )
    await eventually('CredentialsNotAttached', async () => {
      expect(await findingsOf(policy)).toEqual([expect.objectContaining({ cause: 'CredentialsNotAttached' })])
    })
    await scene.create(barePod(namespace, 'younger', { image: 'ghcr.io/acme/web:1' }))
    await eventually('the younger runs', async () => {
      expect(await scene.client.get(pathOf('Pod', namespace, 'younger'))).toMatchObject({
        status: { phase: 'Running' },
      })
    })
    expect(await findingsOf(policy)).toHaveLength(1)
  })

  test('a pod that would lose its image at a restart is told of while it runs, and only while others are denied it', async () => {
    const { namespace, policy } = await look('restart')
    const image = 'ghcr.io/acme/lent:1'
    await scene.create(dockerConfigSecret(namespace, 'lost', dockerConfig({ 'ghcr.io/acme': ['robot', 's3cret'] })))
    await scene.create(barePod(namespace, 'borrower', { image, imagePullSecrets: ['lost'] }))
    await eventually('the pod runs', async () => {
      expect(await scene.client.get(pathOf('Pod', namespace, 'borrower'))).toMatchObject({
        status: { phase: 'Running' },
      })
    })
    await scene.client.delete(pathOf('Secret', namespace, 'lost'))
    await scene.create(barePod(namespace, 'denied', { image }))
    const healthy = async () => conditionOf(await statusOf(scene, policy), 'WorkloadsHealthy')
    await eventually('ImageLostAtRestart', async () => {
      expect(await healthy()).toMatchObject({
        status: 'False',
        message: expect.stringContaining(`${namespace}/Pod/borrower`),
      })
      expect(await eventsAbout(scene, namespace, 'Pod', 'borrower')).toContainEqual(
        expect.objectContaining({ reason: 'ImageLostAtRestart', message: expect.stringContaining('pull secret lost') }),
      )
    })
    expect(await findingsOf(policy)).toHaveLength(1)
    await scene.client.delete(pathOf('Pod', namespace, 'denied'))
    await eventually('nothing is foretold', async () => {
      expect(await healthy()).toMatchObject({ status: 'True', reason: 'NoneFailing' })
    })
  })

  test('a missing RuntimeClass is found on the Deployment although no pod exists, and goes when there is one', async () => {
    const { namespace, policy } = await look('class')
    const runtimeClassName = scene.name('kata')
    await scene.create(deployment(namespace, 'vm', { image: 'ghcr.io/public/app:1', runtimeClassName }))
    await eventually('RuntimeClassNotFound', async () => {
      expect(await findingsOf(policy)).toEqual([
        expect.objectContaining({
          cause: 'RuntimeClassNotFound',
          workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'vm' },
          message: expect.stringContaining(runtimeClassName),
        }),
      ])
    })
    await scene.create({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: runtimeClassName },
      handler: 'runc',
    })
    await eventually('it goes', async () => {
      expect(await findingsOf(policy)).toEqual([])
    })
  })

  test('a RuntimeClass whose handler the node lacks', async () => {
    const { namespace, policy } = await look('handler')
    const runtimeClassName = scene.name('gvisor')
    await scene.create({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: runtimeClassName },
      handler: 'runsc',
    })
    await scene.create(barePod(namespace, 'alone', { image: 'ghcr.io/public/app:1', runtimeClassName }))
    await eventually('RuntimeHandlerMissing', async () => {
      expect(await findingsOf(policy)).toEqual([expect.objectContaining({ cause: 'RuntimeHandlerMissing' })])
    })
  })

  test('one Event for each new finding, on the workload itself, and none again after a restart', async () => {
    const { namespace, policy } = await look('told')
    const made = await scene.create(deployment(namespace, 'web', { image: 'docker.io/acme/gone:1', replicas: 3 }))
    const about = () => eventsAbout(scene, namespace, 'Deployment', 'web')
    await eventually('the Event', async () => {
      expect(await about()).toEqual([
        expect.objectContaining({
          type: 'Warning',
          reason: 'ImageNotFound',
          count: 1,
          message: expect.stringContaining('docker.io/acme/gone'),
          involvedObject: expect.objectContaining({ apiVersion: 'apps/v1', uid: textAt(made['metadata'], 'uid') }),
        }),
      ])
    })
    await eventually('all three are counted', async () => {
      expect(await findingsOf(policy)).toEqual([expect.objectContaining({ pods: 3 })])
    })
    const before = { status: await statusOf(scene, policy), events: await about() }
    await operator.kill()
    operator = scene.operator({ leaseName: scene.name('after-restart') })
    await operator.ready()
    await eventually('it knows again', async () => {
      expect(await operator.metrics()).toContain(
        `pullkeeper_policy_failing_workloads{policy="${policy}",cause="ImageNotFound"} 1`,
      )
    })
    // Something that comes after what the restart could have brought.
    await scene.create(barePod(namespace, 'alone', { image: 'nowhere.example.com/app:1' }))
    await eventually('a new finding is told', async () => {
      expect(await eventsAbout(scene, namespace, 'Pod', 'alone')).toHaveLength(1)
    })
    expect(await about()).toEqual(before.events)
    await scene.client.delete(pathOf('Pod', namespace, 'alone'))
    await eventually('and the status is what it was', async () => {
      const { conditions: _now, ...status } = await statusOf(scene, policy)
      const { conditions: _before, ...expected } = before.status
      expect(status).toEqual(expected)
    })
  })
})
