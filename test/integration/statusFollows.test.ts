import { type JsonObject, objectAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { type Mirror, mirror, pullFailures } from '../support/puppets/index.ts'
import { eventually } from './support/eventually.ts'
import { deployment } from './support/objects.ts'
import { collection } from './support/paths.ts'
import { percentile } from './support/percentile.ts'
import { type Scene, startScene } from './support/scene.ts'

const workloads = Array.from({ length: 5 }, (_, index) => `web-${index}`)
const imageOf = (workload: string): string => `ghcr.io/acme/${workload}:1`

const isFailing = (pod: JsonObject): boolean =>
  objectsAt(objectAt(pod, 'status'), 'containerStatuses').some(
    (container) => 'waiting' in objectAt(container, 'state') && textAt(container, 'imageID') === '',
  )

const figures = (took: readonly number[]): string =>
  `p50 ${percentile(took, 50).toFixed(0)} ms, most ${Math.max(...took).toFixed(0)} ms of ${took.length}`

describe('a status that follows the pods', () => {
  let scene: Scene
  const mended = new Set<string>()
  const mirrors: Mirror[] = []
  /** When this was first seen, milliseconds of performance.now(): `failing web-0`, `named web-0` and their ends. */
  const seenAt = new Map<string, number>()

  beforeAll(async () => {
    scene = await startScene('follows')
    scene.server.kubelet.follow(({ image }) => (mended.has(image) ? { is: 'running' } : pullFailures.denied(image)))
    await scene.operator().ready()
  })
  afterAll(async () => {
    for (const each of mirrors) each.stop()
    await scene.close()
  })

  const note = (what: string) => {
    if (!seenAt.has(what)) seenAt.set(what, performance.now())
  }
  const watch = (kind: 'Pod' | 'ImagePolicy', apiVersion: string, seen: (object: JsonObject) => void) => {
    const following = mirror(scene.client, { path: collection(kind), apiVersion, kind }, seen)
    mirrors.push(following)
    return following.synced
  }
  const between = (from: string, to: string): readonly number[] =>
    workloads.map((name) => (seenAt.get(`${to} ${name}`) ?? Infinity) - (seenAt.get(`${from} ${name}`) ?? Infinity))

  test('a denied pull is named and, once it is well, no longer named', async () => {
    const namespace = await scene.namespace('all')
    const policy = await scene.policy('all', { namespaceSelector: scene.namespaces() })
    await watch('Pod', 'v1', (pod) => {
      const app = textAt(objectAt(objectAt(pod, 'metadata'), 'labels'), 'app')
      if (textAt(pod['metadata'], 'namespace') !== namespace) return
      if (isFailing(pod)) note(`failing ${app}`)
      else if (mended.has(imageOf(app))) note(`well ${app}`)
    })
    await watch('ImagePolicy', 'pullkeeper.dev/v1alpha1', (object) => {
      if (textAt(object['metadata'], 'name') !== policy) return
      const items = objectsAt(objectAt(objectAt(object, 'status'), 'findings'), 'items')
      const named = new Set(items.map(({ workload }) => textAt(workload, 'name')))
      for (const name of workloads) {
        if (named.has(name)) note(`named ${name}`)
        else if (seenAt.has(`named ${name}`)) note(`unnamed ${name}`)
      }
    })
    for (const name of workloads) {
      await scene.create(deployment(namespace, name, { image: imageOf(name) }))
      await eventually(`${name} is named`, () => expect([...seenAt.keys()]).toContain(`named ${name}`))
    }
    for (const name of workloads) {
      mended.add(imageOf(name))
      await eventually(`${name} is no longer named`, () => expect([...seenAt.keys()]).toContain(`unnamed ${name}`))
      expect([...seenAt.keys()]).toContain(`well ${name}`)
    }
    console.log(
      `${scene.server.kind}: from a pod's change to the status: named after ${figures(between('failing', 'named'))}; ` +
        `no longer named after ${figures(between('well', 'unnamed'))}`,
    )
  })
})
