import type { ApiClient } from '../../src/kube/client.ts'
import { createClient } from '../../src/kube/client.ts'
import { loadKubeConfig } from '../../src/kube/kubeConfig.ts'
import { createTransport, type Transport } from '../../src/kube/transport.ts'
import { startControlPlane, type ControlPlane } from '../../test/cluster/controlPlane.ts'
import { eventually } from '../../test/cluster/eventually.ts'
import { namespaceObject, operatorNamespace, policyCrd } from '../cluster/objects.ts'

/** Connections of the bench and of the floor's script. */
export const connections = 16

/** The label by which the policy selects; what the script serves carries another value. */
export const servedBy = 'served-by'

const auths = { 'registry.example.com': { auth: Buffer.from('robot:password').toString('base64') } }

/** The docker config that is handed out, as data of a Secret. */
export const dockerConfig = Buffer.from(JSON.stringify({ auths })).toString('base64')

/** The Secret that the policy takes it from. */
export const sourceName = 'robot'

const source = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: sourceName },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': dockerConfig },
}

/** Selects what is to be served by the operator. */
export const policy = {
  apiVersion: 'pullkeeper.dev/v1alpha1',
  kind: 'ImagePolicy',
  metadata: { name: 'burst' },
  spec: {
    namespaceSelector: { matchLabels: { [servedBy]: 'operator' } },
    credentials: { sources: [{ name: sourceName, secretRef: { name: sourceName } }] },
  },
}

/** The name that the operator gives its Secret, and the script too. */
export const secretName = 'pullkeeper-burst'

/** The collection of ImagePolicies. */
export const policies = '/apis/pullkeeper.dev/v1alpha1/imagepolicies'

/** Who asks a control plane. */
export interface Connection {
  readonly transport: Transport
  readonly client: ApiClient
}

/** A control plane that serves ImagePolicies, and a connection to it. */
export interface CredentialsCluster extends Connection {
  readonly controlPlane: ControlPlane
}

/** @param userAgent tells its requests from others in the audit log */
export const connect = (controlPlane: ControlPlane, userAgent: string): Connection => {
  const transport = createTransport(loadKubeConfig({ kubeconfig: controlPlane.kubeconfigPath }), {
    userAgent,
    maxSockets: connections,
  })
  return { transport, client: createClient({ transport, fieldManager: userAgent }) }
}

/**
 * A control plane with kube-controller-manager, which makes each namespace's ServiceAccount. By default it allows
 * itself 20 requests a second, and would be all that is measured. It has the source, but no policy.
 */
export const startCredentialsCluster = async (): Promise<CredentialsCluster> => {
  const controlPlane = await startControlPlane({
    scheduler: false,
    controllerManager: ['--kube-api-qps=2000', '--kube-api-burst=2000'],
  })
  const { transport, client } = connect(controlPlane, 'bench')
  await client.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', policyCrd())
  await client.create('/api/v1/namespaces', namespaceObject(operatorNamespace))
  await client.create(`/api/v1/namespaces/${operatorNamespace}/secrets`, source)
  await eventually('ImagePolicies are served', () => client.listPage(policies))
  return { controlPlane, transport, client }
}
