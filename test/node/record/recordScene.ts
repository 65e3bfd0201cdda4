import { eventually } from '../../cluster/eventually.ts'
import { setProxyMode } from '../../cluster/node/proxyMode.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../../support/apiserver/json.ts'
import { failingAtProxy, failingPods, refusedDeployments } from '../support/failing.ts'
import { makeFailingWorkloads, makeSurroundings, removeRuntimeClasses, WORKS } from '../support/failingScene.ts'
import { openScene } from '../support/scene.ts'
import type { Scene } from '../support/scene.ts'
import type { SuiteCluster } from '../support/suiteCluster.ts'
import { type Fixture, fixtureOf } from './fixture.ts'
import { aboutOf, isTelling, listed, nameOf, type RecordedPod, watchPods } from './watchPods.ts'

const podFixture = (scene: Scene, { name, states, events }: RecordedPod): Fixture =>
  fixtureOf(name, scene.namespace, [...states.slice(-1), ...events], states.slice(0, -1))

const recordProxy = async (scene: Scene): Promise<readonly Fixture[]> => {
  const fixtures: Fixture[] = []
  try {
    for (const { name, mode, spec } of failingAtProxy(scene)) {
      await setProxyMode(scene.node, mode)
      await scene.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec })
      const [recorded] = await watchPods(scene, [name])
      if (recorded !== undefined) fixtures.push(podFixture(scene, recorded))
      await scene.kubectl('delete', 'pod', name, '--grace-period=0', '--force')
    }
  } finally {
    await setProxyMode(scene.node, 'pass')
  }
  return fixtures
}

const ownedBy = (object: JsonObject): readonly string[] =>
  objectsAt(objectAt(object, 'metadata'), 'ownerReferences').map((owner) => textAt(owner, 'name'))

const fails = (object: JsonObject): boolean =>
  objectsAt(objectAt(object, 'status'), 'conditions').some(({ type }) => type === 'ReplicaFailure')

/** A Deployment, its ReplicaSet and what was told of them, once each says that no pod can be made. */
const recordRefused = (scene: Scene, name: string): Promise<Fixture> =>
  eventually(`Deployment ${name} says that its pods are refused`, async () => {
    const workloads = await listed(scene, 'deployments', 'replicasets')
    const own = workloads.filter((object) => nameOf(object) === name || ownedBy(object).includes(name))
    const events = (await listed(scene, 'events')).filter(
      (event) => isTelling(event) && own.some((object) => nameOf(object) === aboutOf(event)),
    )
    return own.length === 2 && own.every(fails) && events.length > 0
      ? fixtureOf(name, scene.namespace, [...own, ...events])
      : undefined
  })

/** Makes everything fail on a cluster of ours that has seen no image yet, and records what is said of it. */
export const recordScene = async (suite: SuiteCluster, say: (text: string) => void): Promise<readonly Fixture[]> => {
  const scene = await openScene('failing', suite)
  try {
    await makeSurroundings(scene)
    // First, so that it is the one that pulls the image which others find on the node.
    say('a pod that works')
    await scene.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pulls' }, spec: pulling(scene) })
    const [pulls] = await watchPods(scene, ['pulls'])
    await makeFailingWorkloads(scene)
    const names = [...failingPods(scene).map(({ name }) => name), WORKS]
    say(`${names.length} pods of which each fails in its own way`)
    const pods = await watchPods(scene, names)
    const refused: Fixture[] = []
    for (const { name } of refusedDeployments(scene)) refused.push(await recordRefused(scene, name))
    say('a registry that fails when it is told to')
    const atProxy = await recordProxy(scene)
    const cluster = await listed(scene, 'nodes', 'runtimeclasses', 'serviceaccounts', 'secrets')
    return [
      fixtureOf('cluster', scene.namespace, cluster),
      ...[...(pulls ? [pulls] : []), ...pods].map((pod) => podFixture(scene, pod)),
      ...refused,
      ...atProxy,
    ]
  } finally {
    await removeRuntimeClasses(scene)
    await scene.close()
  }
}

const pulling = ({ image }: Scene) => ({
  containers: [{ name: 'app', image: image.public('acme/app:v1') }],
  terminationGracePeriodSeconds: 0,
})
