import { join } from 'node:path'
import { PAUSE_IMAGE } from '../cluster/node/containerd.ts'
import { importImage } from '../cluster/node/images.ts'
import { dockerConfig, dockerConfigSecret } from '../integration/support/objects.ts'
import { podOf } from './support/failing.ts'
import { openScene, type Scene, waiting } from './support/scene.ts'
import { guardsImagesOnTheNode } from './support/versionDifferences.ts'
import { describeWhereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

/** The name of the registries' image in the node's directory; no registry has it by that name. */
const LOADED_BY_HAND = 'pullkeeper.test/app:1'

const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec })

/** Pods that need no pull, or may make none: whether they start depends on how the image came to the node. */
describeWhereOurs('node', 'images that are on the node', () => {
  let scene: Scene
  let policy: string

  beforeAll(async () => {
    scene = await openScene('on-the-node')
    const { namespace, account, registry, image } = scene
    policy = await scene.diagnoseOnly()
    const login = dockerConfig({ [registry.private]: [account.user, account.password] })
    await scene.apply(dockerConfigSecret(namespace, 'robot', login))
    await scene.apply(
      pod(
        'pulls-with-robot',
        podOf({ image: image.private('acme/app:v2') }, { imagePullSecrets: [{ name: 'robot' }] }),
      ),
      pod('pulls-without', podOf({ image: image.public('acme/app:v2') })),
    )
    await scene.untilPods(
      'both images are on the node',
      (pods) => pods.length === 2 && pods.every(({ status }) => status?.phase === 'Running'),
    )
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  const runs = async (name: string) => {
    const pods = await scene.untilPods(`${name} runs`, (all) =>
      all.some(({ metadata, status }) => metadata?.name === name && status?.phase === 'Running'),
    )
    const seen = await scene.untilPolicy(policy, 'the policy has a status', ({ status }) => status !== undefined)
    expect((seen.status?.findings?.items ?? []).map((item) => item.workload.name)).not.toContain(name)
    return pods
  }

  /** Waits until kubelet and the policy have said it; gives both. */
  const isRefused = async (name: string) => {
    const pods = await scene.untilPods(`${name} waits`, (all) =>
      all.some((each) => each.metadata?.name === name && /ImagePull|NeverPull/.test(waiting(each)?.reason ?? '')),
    )
    const refused = pods.find(({ metadata }) => metadata?.name === name)
    const seen = await scene.untilPolicy(policy, `${name} is reported`, ({ status }) =>
      (status?.findings?.items ?? []).some((item) => item.workload.name === name),
    )
    const item = seen.status?.findings?.items?.find((each) => each.workload.name === name)
    return { kubelet: refused && waiting(refused), item }
  }

  test(
    'one that was pulled with credentials, for a pod without: runs up to 1.34, is pulled anew and denied since 1.35',
    async () => {
      const image = scene.image.private('acme/app:v2')
      await scene.apply(pod('uses', podOf({ image })))
      if (!(await guardsImagesOnTheNode(scene))) {
        await runs('uses')
        return
      }
      const { kubelet, item } = await isRefused('uses')
      expect(kubelet?.message).toMatch(/401 Unauthorized$/)
      expect(item).toMatchObject({ cause: 'CredentialsNotAttached', image, pods: 1 })
      expect(item?.message).toContain('Secret robot matches, but ServiceAccount')
      expect(await scene.kubectl('get', 'imagepolicy', policy)).toMatch(/ 1 +CredentialsNotAttached /)
    },
    TIMEOUT,
  )

  test.each`
    name                 | how                                    | image
    ${'never-preloaded'} | ${'was there before any pod'}          | ${() => PAUSE_IMAGE}
    ${'never-public'}    | ${'another pod pulled without secret'} | ${() => scene.image.public('acme/app:v2')}
  `(
    '$name: imagePullPolicy Never runs with an image that $how, beside one that is not there',
    async ({ name, image }: { name: string; image: () => string }) => {
      const absent = scene.image.public('acme/app:v1-absent')
      await scene.apply(
        pod(name, podOf({ image: image(), imagePullPolicy: 'Never' })),
        pod(`${name}-absent`, podOf({ image: absent, imagePullPolicy: 'Never' })),
      )
      await runs(name)
      const { kubelet, item } = await isRefused(`${name}-absent`)
      expect(kubelet).toEqual({
        reason: 'ErrImageNeverPull',
        message: `Container image "${absent}" is not present with pull policy of Never`,
      })
      expect(item).toMatchObject({ cause: 'NeverPullAbsent', image: absent })
    },
    TIMEOUT,
  )

  test(
    'the same under Never: runs up to 1.34, is refused as if it were not there since 1.35',
    async () => {
      const image = scene.image.private('acme/app:v2')
      await scene.apply(pod('never-private', podOf({ image, imagePullPolicy: 'Never' })))
      if (!(await guardsImagesOnTheNode(scene))) {
        await runs('never-private')
        return
      }
      const { kubelet, item } = await isRefused('never-private')
      // kubelet does not want to tell that it is there (imageNotPresentOnNeverPolicyError, image_manager.go, 1.36).
      expect(kubelet?.message).toBe(`Container image "${image}" is not present with pull policy of Never`)
      expect(item?.cause).toBe('NeverPullAbsent')
      expect(item?.message).toContain("or from Kubernetes 1.35 the pod's credentials do not cover it")
    },
    TIMEOUT,
  )

  test(
    'one that was loaded by hand, of the same content as one that was pulled with credentials: the same again',
    async () => {
      const { node } = scene
      await importImage(node.containerdSocket, join(node.directory, 'images', 'app'))
      await scene.apply(pod('never-loaded', podOf({ image: LOADED_BY_HAND, imagePullPolicy: 'Never' })))
      if (!(await guardsImagesOnTheNode(scene))) {
        await runs('never-loaded')
        return
      }
      // Records of pulls are kept by content: it has one by now, and none that stands for this name
      // (MustAttemptImagePull, pkg/kubelet/images/pullmanager, 1.36).
      const { kubelet, item } = await isRefused('never-loaded')
      expect(kubelet?.reason).toBe('ErrImageNeverPull')
      expect(item?.cause).toBe('NeverPullAbsent')
    },
    TIMEOUT,
  )

  test.each(['IfNotPresent', 'Never'])(
    'for a pod with the credentials it runs without a pull, under %s',
    async (imagePullPolicy) => {
      const name = `with-robot-${imagePullPolicy.toLowerCase()}`
      const image = scene.image.private('acme/app:v2')
      await scene.apply(pod(name, podOf({ image, imagePullPolicy }, { imagePullSecrets: [{ name: 'robot' }] })))
      await runs(name)
      const pulled = (await scene.events()).filter(
        ({ reason, involvedObject }) => reason === 'Pulled' && involvedObject.name === name,
      )
      expect(pulled.map(({ message }) => message)).toEqual([expect.stringContaining('already present on machine')])
    },
    TIMEOUT,
  )
})
