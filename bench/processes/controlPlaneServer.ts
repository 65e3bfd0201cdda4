import { createClient, type ApiClient } from '../../src/kube/client.ts'
import { loadKubeConfig } from '../../src/kube/kubeConfig.ts'
import { createTransport } from '../../src/kube/transport.ts'
import { startControlPlane } from '../../test/cluster/controlPlane.ts'
import { objectsOf, policyCrd, watchingPolicy, type ClusterObject } from '../cluster/objects.ts'
import { shapeOf } from '../cluster/shape.ts'
import type { Progress } from '../report/progress.ts'
import type { BenchServer } from './benchServer.ts'

/** Connections that create at the same time: more do not make two cores faster. */
const connections = 32

const collections: Readonly<Record<string, (namespace: string) => string>> = {
  Namespace: () => '/api/v1/namespaces',
  Node: () => '/api/v1/nodes',
  ServiceAccount: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
  Pod: (namespace) => `/api/v1/namespaces/${namespace}/pods`,
  Event: (namespace) => `/api/v1/namespaces/${namespace}/events`,
}

/** Of pods so many have what kubelet would have written; the others stay as they were created. */
const create = async (client: ApiClient, object: ClusterObject, withStatus: boolean): Promise<void> => {
  const { kind, metadata, status } = object
  const collection = collections[kind]?.(metadata.namespace ?? '') ?? ''
  const { uid: _given, ...named } = metadata
  await client.create(collection, { ...object, metadata: named })
  if (withStatus && status !== undefined) await client.mergePatch(`${collection}/${metadata.name}/status`, { status })
}

/** Creates all in order of kinds, many at a time. */
const createAll = async (client: ApiClient, pods: number, progress: Progress): Promise<void> => {
  const shape = shapeOf(pods)
  const objects = objectsOf(shape)
  let created = 0
  let failing = 0
  const worker = async (): Promise<void> => {
    // One generator feeds all workers: each takes the next object.
    for (let next = objects.next(); next.done !== true; next = objects.next()) {
      const object = next.value
      const isFailing = object.kind === 'Pod' && failing++ < shape.failing
      await create(client, object, isFailing || object.kind === 'Node')
      created += 1
      if (created % 1000 === 0) progress.say(`created ${created} objects`)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
}

const untilServed = async (client: ApiClient): Promise<void> => {
  for (let tries = 0; ; tries++) {
    try {
      await client.create('/apis/pullkeeper.dev/v1alpha1/imagepolicies', watchingPolicy)
      return
    } catch (error) {
      if (tries > 300) throw error
      await new Promise((resolve) => void setTimeout(resolve, 100))
    }
  }
}

/**
 * Starts kube-apiserver on etcd, without controllers that would change what is measured, and creates the cluster
 * through its API. Pods are really made there, so their uids and managedFields are the server's.
 */
export const startControlPlaneServer = async (pods: number, progress: Progress): Promise<BenchServer> => {
  const controlPlane = await startControlPlane({
    controllerManager: false,
    scheduler: false,
    // Would ask for a token Secret and refuse pods whose ServiceAccount its cache has not seen yet.
    apiServerFlags: ['--disable-admission-plugins=ServiceAccount', '--max-requests-inflight=0'],
  })
  try {
    const transport = createTransport(loadKubeConfig({ kubeconfig: controlPlane.kubeconfigPath }), {
      userAgent: 'pullkeeper-bench',
      maxSockets: connections,
    })
    const client = createClient({ transport, fieldManager: 'pullkeeper-bench' })
    await client.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', policyCrd())
    await createAll(client, pods, progress)
    await untilServed(client)
    transport.close()
  } catch (error) {
    await controlPlane.end()
    throw error
  }
  return {
    name: `kube-apiserver ${controlPlane.version}`,
    kubeconfig: controlPlane.kubeconfigPath,
    stop: () => controlPlane.end(),
  }
}
