import type { JsonObject } from '../../apiserver/json.ts'
import { textAt } from '../../apiserver/json.ts'
import { type ClusterAccess, puppetClient } from '../client.ts'
import { eventRecorder } from '../eventRecorder.ts'
import { mirror } from '../mirror.ts'
import { controllerOf, isDeleting, keyOf, namespaceOf, uidOf } from '../objects.ts'
import type { Puppet } from '../puppet.ts'
import { startWork } from '../work.ts'
import { reconcileDaemonSet } from './daemonSet.ts'
import { reconcileDeployment } from './deployment.ts'
import { collectDependents, settleDeletion } from './garbageCollector.ts'
import { reconcileJob } from './job.ts'
import { reconcileNamespace } from './namespace.ts'
import { type Again, reconcileReplicaSet } from './replicaSet.ts'
import { reconcileStatefulSet } from './statefulSet.ts'
import { isKind, type Kind, KINDS, type World } from './world.ts'

const reconcile = (world: World, kind: Kind, object: JsonObject): Promise<Again> => {
  switch (kind) {
    case 'ReplicaSet':
      return reconcileReplicaSet(world, object)
    case 'Deployment':
      return reconcileDeployment(world, object)
    case 'StatefulSet':
      return reconcileStatefulSet(world, object)
    case 'DaemonSet':
      return reconcileDaemonSet(world, object)
    case 'Job':
      return reconcileJob(world, object)
    case 'Namespace':
      return reconcileNamespace(world, object)
    case 'Pod':
    case 'Node':
      return Promise.resolve(undefined)
    default:
      return kind satisfies never
  }
}

const SETTLE_MILLISECONDS = 50

/**
 * Plays kube-controller-manager on the embedded server: Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs,
 * garbage collection by owner, and the deletion of namespaces. The real control plane has the real one.
 */
export const workloadController = (access: ClusterAccess, onError?: (error: unknown, key: string) => void): Puppet => {
  const client = puppetClient(access, 'puppet-workload-controller')

  const perform = async (key: string) => {
    const [kind = '', namespace, name = ''] = key.split('/')
    if (kind === 'uid') return collectDependents(world, name)
    const object = isKind(kind) ? world.mirrors[kind].objects.get(`${namespace}/${name}`) : undefined
    if (!isKind(kind) || !object) return undefined
    if (await settleDeletion(world, object)) return work.add(key, SETTLE_MILLISECONDS)
    if (isDeleting(object) && kind !== 'Namespace') return undefined
    const again = await reconcile(world, kind, object)
    if (again !== undefined) work.add(key, again)
    return undefined
  }
  const work = startWork(perform, onError)

  const seen = (object: JsonObject, gone: boolean) => {
    work.add(`${textAt(object, 'kind')}/${keyOf(object)}`)
    const owner = controllerOf(object)
    if (owner) work.add(`${textAt(owner, 'kind')}/${namespaceOf(object)}/${textAt(owner, 'name')}`)
    if (gone) work.add(`uid//${uidOf(object)}`)
    if (object['kind'] === 'Node')
      for (const set of world.mirrors.DaemonSet.objects.values()) work.add(`DaemonSet/${keyOf(set)}`)
  }
  const follow = (kind: Kind) => {
    const { path, plural, apiVersion } = KINDS[kind]
    // Nothing is decided before everything is known: an empty mirror would make pods twice.
    return mirror(
      client,
      { path: `${path}/${plural}`, apiVersion, kind },
      (object, gone) => void ready.then(() => seen(object, gone)),
    )
  }
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  const world: World = {
    client,
    record: eventRecorder(client, 'replicaset-controller'),
    mirrors: {
      Pod: follow('Pod'),
      Node: follow('Node'),
      Namespace: follow('Namespace'),
      ReplicaSet: follow('ReplicaSet'),
      Deployment: follow('Deployment'),
      StatefulSet: follow('StatefulSet'),
      DaemonSet: follow('DaemonSet'),
      Job: follow('Job'),
    },
  }
  const mirrors = Object.values(world.mirrors)
  void Promise.all(mirrors.map(({ synced }) => synced)).then(() => resolve())

  return {
    ready,
    stop: async () => {
      for (const each of mirrors) each.stop()
      await work.stop()
      client.close()
    },
  }
}
