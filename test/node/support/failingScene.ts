import { dockerConfig, dockerConfigSecret, opaqueSecret } from '../../integration/support/objects.ts'
import { failingPods, podOf, refusedDeployments, SECRETS } from './failing.ts'
import type { Manifest, Scene } from './scene.ts'

/** The pod of the scene that starts, under a RuntimeClass. */
export const WORKS = 'works'

const CLASSES = {
  'no-handler': { handler: 'nobody-has-it' },
  elsewhere: { handler: 'runc', scheduling: { nodeSelector: { disk: 'ssd' } } },
  works: { handler: 'sandboxed' },
} as const

const runtimeClasses = (namespace: string): readonly Manifest[] =>
  Object.entries(CLASSES).map(([suffix, parts]) => ({
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: `${namespace}-${suffix}` },
    ...parts,
  }))

const pullSecrets = ({ namespace, account, registry }: Scene): readonly Manifest[] => {
  const { user, password } = account
  const secret = (name: string, config: string) => dockerConfigSecret(namespace, name, config)
  const malformed = JSON.stringify({ auths: { [registry.private]: { auth: '%%%' } } })
  return [
    secret(SECRETS.wrongPassword, dockerConfig({ [`${registry.private}/acme/`]: [user, 'wrong'] })),
    secret(SECRETS.otherPath, dockerConfig({ [`${registry.private}/other/`]: [user, password] })),
    secret(SECRETS.malformed, malformed),
    opaqueSecret(namespace, SECRETS.opaque),
  ]
}

const pod = (name: string, spec: object): Manifest => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec })

const deployment = (name: string, spec: object): Manifest => {
  const labels = { app: name }
  const template = { metadata: { labels }, spec }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template },
  }
}

/** What the pods of the scene name: pull secrets and RuntimeClasses. */
export const makeSurroundings = (scene: Scene): Promise<void> =>
  scene.apply(...pullSecrets(scene), ...runtimeClasses(scene.namespace))

/** Everything that can be wrong at once, and one pod that works. */
export const makeFailingWorkloads = (scene: Scene): Promise<void> => {
  const { namespace, image } = scene
  const works = podOf({ image: image.public('acme/app:v1') }, { runtimeClassName: `${namespace}-${WORKS}` })
  return scene.apply(
    ...failingPods(scene).map(({ name, spec }) => pod(name, spec)),
    pod(WORKS, works),
    ...refusedDeployments(scene).map(({ name, spec }) => deployment(name, spec)),
  )
}

/** Takes away what is of the scene and in no namespace. */
export const removeRuntimeClasses = async ({ namespace, kubectl }: Scene): Promise<void> => {
  for (const suffix of Object.keys(CLASSES))
    await kubectl('delete', 'runtimeclass', `${namespace}-${suffix}`, '--ignore-not-found')
}
