import { dockerConfig, dockerConfigSecret } from '../../test/integration/support/objects.ts'
import { hostsOfRegistries } from '../../test/cluster/node/registries.ts'
import { operatorNamespace } from '../cluster/objects.ts'
import { image, type RecoveryCluster } from './cluster.ts'

/** So many Deployments of so many pods each, in one namespace. */
export interface Workloads {
  readonly deployments: number
  readonly replicas: number
}

const deployment = (name: string, replicas: number) => {
  const labels = { app: name }
  const container = { name: 'app', image, imagePullPolicy: 'Always' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  }
}

export const applyWorkloads = (
  { kubectl }: RecoveryCluster,
  namespace: string,
  { deployments, replicas }: Workloads,
): Promise<string> => {
  const items = Array.from({ length: deployments }, (_, index) => deployment(`app-${index}`, replicas))
  return kubectl(['--namespace', namespace, 'apply', '--filename=-'], { apiVersion: 'v1', kind: 'List', items })
}

/** Makes the secret and names it in the ServiceAccount, in two commands. */
export const attachByHand = async ({ kubectl, node }: RecoveryCluster, namespace: string): Promise<void> => {
  const { user, password } = node.account
  const inNamespace = ['--namespace', namespace]
  const login = [`--docker-server=${hostsOfRegistries.private}`, `--docker-username=${user}`]
  await kubectl([
    ...inNamespace,
    'create',
    'secret',
    'docker-registry',
    'robot',
    ...login,
    `--docker-password=${password}`,
  ])
  const patch = JSON.stringify({ imagePullSecrets: [{ name: 'robot' }] })
  await kubectl([...inNamespace, 'patch', 'serviceaccount', 'default', `--patch=${patch}`])
}

/** The least that a person who knows what is wrong can do: the two commands above, and one that deletes all pods. */
export const recoverByHand = async (cluster: RecoveryCluster, namespace: string): Promise<void> => {
  await attachByHand(cluster, namespace)
  await cluster.kubectl(['--namespace', namespace, 'delete', 'pods', '--all', '--wait=false'])
}

/** The source of a policy: it is there before the policy is. */
export const applySource = ({ kubectl, node }: RecoveryCluster, name: string): Promise<string> => {
  const { user, password } = node.account
  const config = dockerConfig({ [hostsOfRegistries.private]: [user, password] })
  return kubectl(['apply', '--filename=-'], dockerConfigSecret(operatorNamespace, name, config))
}

export const applyPolicy = ({ kubectl }: RecoveryCluster, namespace: string, source: string): Promise<string> =>
  kubectl(['apply', '--filename=-'], {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name: namespace },
    spec: {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      credentials: { sources: [{ name: 'robot', secretRef: { name: source } }] },
    },
  })
