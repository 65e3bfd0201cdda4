import { builtInColumns } from '../table/builtInColumns.ts'
import type { Resource } from './resource.ts'

type Trait = 'cluster' | 'status' | 'generation' | 'returnsDeleted'

/** A row: kind, plural, short names, traits, further subresources. */
type Row = readonly [
  kind: string,
  plural: string,
  shortNames: string,
  traits: readonly Trait[],
  subresources?: readonly string[],
]

const kinds: Readonly<Record<string, readonly Row[]>> = {
  v1: [
    ['Namespace', 'namespaces', 'ns', ['cluster', 'status', 'returnsDeleted'], ['finalize']],
    ['Pod', 'pods', 'po', ['status', 'generation', 'returnsDeleted'], ['eviction', 'binding']],
    ['Event', 'events', 'ev', []],
    ['Secret', 'secrets', '', []],
    ['ServiceAccount', 'serviceaccounts', 'sa', ['returnsDeleted']],
    ['Node', 'nodes', 'no', ['cluster', 'status']],
    ['ConfigMap', 'configmaps', 'cm', []],
    ['Service', 'services', 'svc', ['status']],
    ['ReplicationController', 'replicationcontrollers', 'rc', ['status', 'generation']],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', 'pvc', ['status']],
    ['ResourceQuota', 'resourcequotas', 'quota', ['status']],
    ['LimitRange', 'limitranges', 'limits', []],
  ],
  'apps/v1': [
    ['Deployment', 'deployments', 'deploy', ['status', 'generation']],
    ['ReplicaSet', 'replicasets', 'rs', ['status', 'generation']],
    ['StatefulSet', 'statefulsets', 'sts', ['status', 'generation']],
    ['DaemonSet', 'daemonsets', 'ds', ['status', 'generation']],
  ],
  'batch/v1': [
    ['Job', 'jobs', '', ['status', 'generation']],
    ['CronJob', 'cronjobs', 'cj', ['status', 'generation']],
  ],
  'policy/v1': [['PodDisruptionBudget', 'poddisruptionbudgets', 'pdb', ['status', 'generation']]],
  'node.k8s.io/v1': [['RuntimeClass', 'runtimeclasses', '', ['cluster']]],
  'coordination.k8s.io/v1': [['Lease', 'leases', '', []]],
  'scheduling.k8s.io/v1': [['PriorityClass', 'priorityclasses', 'pc', ['cluster']]],
  'rbac.authorization.k8s.io/v1': [
    ['Role', 'roles', '', []],
    ['RoleBinding', 'rolebindings', '', []],
    ['ClusterRole', 'clusterroles', '', ['cluster']],
    ['ClusterRoleBinding', 'clusterrolebindings', '', ['cluster']],
  ],
  'networking.k8s.io/v1': [['NetworkPolicy', 'networkpolicies', 'netpol', ['generation']]],
  'admissionregistration.k8s.io/v1': [
    ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies', '', ['cluster', 'status', 'generation']],
    ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', '', ['cluster', 'generation']],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', '', ['cluster', 'generation']],
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', '', ['cluster', 'generation']],
  ],
  'apiextensions.k8s.io/v1': [
    ['CustomResourceDefinition', 'customresourcedefinitions', 'crd,crds', ['cluster', 'status', 'generation']],
  ],
}

const ALL_CATEGORY = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
])

const resourceOf = (apiVersion: string, [kind, plural, shortNames, traits, subresources = []]: Row): Resource => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  return {
    group: group ?? '',
    version: version ?? '',
    kind,
    resource: plural,
    singular: kind.toLowerCase(),
    namespaced: !traits.includes('cluster'),
    shortNames: shortNames.split(',').filter(Boolean),
    categories: ALL_CATEGORY.has(plural) ? ['all'] : [],
    subresources,
    hasStatus: traits.includes('status'),
    builtIn: true,
    generation: traits.includes('generation'),
    returnsDeleted: traits.includes('returnsDeleted'),
    // Leases and CRDs want the version one has read; most built-in kinds do not insist.
    unconditionalUpdate: !['leases', 'customresourcedefinitions'].includes(plural),
    columns: builtInColumns(kind),
  }
}

export const builtInResources: readonly Resource[] = Object.entries(kinds).flatMap(([apiVersion, rows]) =>
  rows.map((row) => resourceOf(apiVersion, row)),
)
