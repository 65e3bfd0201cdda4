import { textsAt } from '../../apiserver/json.ts'
import type { KubeObject } from '../../apiserver/object.ts'
import { bearsOurMarks, dockerConfigJson, sourceSecret } from '../credentials.ts'
import { operatorNamespace } from '../modelServer.ts'
import { isLive, liveNamespace, oneOf, type Act, type Scene } from './act.ts'

const emptied = { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') }

const remove = ({ server }: Scene, { metadata: { namespace = '', name } }: KubeObject): void => {
  server.delete('secrets', { namespace, name })
}

/** Does something to a managed secret in some namespace. */
const tamper = (scene: Scene, how: (secret: KubeObject) => void): string => {
  const secret = scene.random.pick(scene.server.list('secrets').filter(bearsOurMarks))
  if (secret === undefined) return 'nothing managed'
  how(secret)
  return `tampered with ${secret.metadata.namespace}/${secret.metadata.name}`
}

const edit = ({ server }: Scene, secret: KubeObject): void => {
  if (secret['immutable'] !== true) server.update({ ...secret, data: emptied })
}

const retype = (scene: Scene, secret: KubeObject): void => {
  const { namespace = '', name, labels, annotations } = secret.metadata
  remove(scene, secret)
  const metadata = { namespace, name, labels, annotations }
  if (isLive(scene, namespace)) scene.server.create({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque' })
}

const relabel = ({ server }: Scene, secret: KubeObject): void => {
  const labels = { ...textsAt(secret.metadata, 'labels'), 'pullkeeper.dev/policy': 'nobody' }
  server.update({ ...secret, metadata: { ...secret.metadata, labels } })
}

/** Puts something of theirs on it, beside what is ours. */
const decorate = ({ server }: Scene, secret: KubeObject): void => {
  const { labels, annotations } = secret.metadata
  const metadata = {
    ...secret.metadata,
    labels: { ...labels, team: 'theirs' },
    annotations: { ...annotations, 'example.com/note': 'theirs' },
  }
  const data = { ...textsAt(secret, 'data'), note: 'dGhlaXJz' }
  server.update({ ...secret, metadata, ...(secret['immutable'] !== true && { data }) })
}

const createForeign = (scene: Scene): string => {
  const { server, random } = scene
  const [namespace, name] = [liveNamespace(scene), oneOf(scene, ['shared-registry', 'pullkeeper-p'])]
  if (namespace === undefined || server.find('secrets', { namespace, name })) return 'secret is there'
  const docker = random.chance(0.5)
  server.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: docker ? dockerConfigJson : 'Opaque',
    data: docker ? sourceSecret('foreign', 1)['data'] : {},
  })
  return `foreign secret ${namespace}/${name}`
}

const removeForeign = (scene: Scene): string => {
  const foreign = scene.random.pick(
    scene.server
      .list('secrets')
      .filter((secret) => !bearsOurMarks(secret) && secret.metadata.namespace !== operatorNamespace),
  )
  if (foreign === undefined) return 'no foreign secret'
  remove(scene, foreign)
  return `foreign secret ${foreign.metadata.namespace}/${foreign.metadata.name} deleted`
}

/** Tenants tamper with what they were given, and have Secrets of their own under our names. */
export const tenantActs = (scene: Scene): readonly Act[] => [
  { weight: 3, run: () => tamper(scene, (secret) => remove(scene, secret)) },
  { weight: 3, run: () => tamper(scene, (secret) => edit(scene, secret)) },
  { weight: 2, run: () => tamper(scene, (secret) => void scene.server.update({ ...secret, immutable: true })) },
  { weight: 2, run: () => tamper(scene, (secret) => retype(scene, secret)) },
  { weight: 2, run: () => tamper(scene, (secret) => relabel(scene, secret)) },
  { weight: 4, run: () => tamper(scene, (secret) => decorate(scene, secret)) },
  {
    weight: 1,
    run: () =>
      tamper(
        scene,
        (secret) => void scene.server.update({ ...secret, metadata: { ...secret.metadata, annotations: {} } }),
      ),
  },
  { weight: 2, run: () => createForeign(scene) },
  { weight: 2, run: () => removeForeign(scene) },
]
