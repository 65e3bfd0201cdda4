import { barePod, dockerConfig, dockerConfigSecret } from '../integration/support/objects.ts'
import { podOf } from './support/failing.ts'
import { OPERATOR_NAMESPACE } from './support/installOperator.ts'
import { allRun, openScene, type Scene } from './support/scene.ts'
import { describeWhereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

/** The registries of the node have one user; each key has to be used with what its own source says. */
describeWhereOurs('proxy', 'a policy with several sources for several registries', () => {
  let scene: Scene
  let policy: string
  const source = (name: string) => `${scene.namespace}-${name}`

  beforeAll(async () => {
    scene = await openScene('sources')
    const { registry } = scene
    const account = [scene.account.user, scene.account.password] as const
    await scene.apply(
      dockerConfigSecret(OPERATOR_NAMESPACE, source('direct'), dockerConfig({ [registry.private]: account })),
      dockerConfigSecret(OPERATOR_NAMESPACE, source('proxy'), dockerConfig({ [registry.proxy]: account })),
      dockerConfigSecret(
        OPERATOR_NAMESPACE,
        source('late'),
        // The first of them has nothing to say: other sources came before it.
        dockerConfig({ [registry.proxy]: ['robot', 'stale'], 'ghcr.io/acme': ['robot', 'elsewhere'] }),
      ),
    )
    policy = await scene.policy({
      credentials: {
        sources: [
          { name: 'direct', secretRef: { name: source('direct') }, registries: [`${registry.private}/acme`] },
          { name: 'proxy', secretRef: { name: source('proxy') } },
          { name: 'late', secretRef: { name: source('late') } },
        ],
      },
    })
    await scene.untilPolicy(policy, 'the credentials are there', ({ status }) => status?.namespaces?.ready === 1)
  }, TIMEOUT)
  afterAll(async () => {
    const names = ['direct', 'proxy', 'late'].map(source)
    await scene?.kubectl('delete', 'secret', `--namespace=${OPERATOR_NAMESPACE}`, '--ignore-not-found', ...names)
    await scene?.close()
  }, TIMEOUT)

  test(
    'pods from each registry run, and one that has an image of both',
    async () => {
      const direct = { image: scene.image.private('acme/app:v1'), imagePullPolicy: 'Always' }
      const proxy = { image: scene.image.proxy('acme/app:v1'), imagePullPolicy: 'Always' }
      const both = podOf(direct)
      await scene.apply(barePod(scene.namespace, 'direct', direct), barePod(scene.namespace, 'proxy', proxy), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'both' },
        spec: { ...both, containers: [...both.containers, { name: 'second', ...proxy }] },
      })
      await scene.untilPods('all three run', (pods) => pods.length === 3 && allRun(pods))
      const pulled = (await scene.events()).filter(({ reason }) => reason === 'Pulled')
      expect(pulled.filter(({ message }) => message?.includes('already present'))).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'the status says which registries each source gives, in one secret that has each of them once',
    async () => {
      const { status } = await scene.untilPolicy(policy, 'it is ready', (each) => each.status?.sources?.length === 3)
      expect(status?.sources?.map(({ name, state, registries }) => ({ name, state, registries }))).toEqual([
        { name: 'direct', state: 'Ready', registries: [`${scene.registry.private}/acme/`] },
        { name: 'proxy', state: 'Ready', registries: [scene.registry.proxy] },
        { name: 'late', state: 'Ready', registries: ['ghcr.io/acme'] },
      ])
      const encoded = await scene.kubectl(
        'get',
        'secret',
        `pullkeeper-${policy}`,
        '--output=jsonpath={.data.\\.dockerconfigjson}',
      )
      const { registry } = scene
      const { user, password } = scene.account
      expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual(
        JSON.parse(
          dockerConfig({
            'ghcr.io/acme': ['robot', 'elsewhere'],
            [`${registry.private}/acme/`]: [user, password],
            [registry.proxy]: [user, password],
          }),
        ),
      )
    },
    TIMEOUT,
  )

  test(
    'what none of them covers is denied, and the policy says so',
    async () => {
      const image = scene.image.private('closed/app:v1')
      await scene.apply(barePod(scene.namespace, 'closed', { image }))
      const seen = await scene.untilPolicy(policy, 'closed is reported', ({ status }) =>
        (status?.findings?.items ?? []).some((item) => item.workload.name === 'closed'),
      )
      const item = seen.status?.findings?.items?.find((each) => each.workload.name === 'closed')
      expect(item).toMatchObject({ cause: 'CredentialsMissing', image })
      expect(item?.message).toContain(`none of the pod's pull secrets matches it (pullkeeper-${policy})`)
    },
    TIMEOUT,
  )
})
