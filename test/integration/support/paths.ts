import { type JsonObject, textAt } from '../../support/apiserver/json.ts'

/** Where the kinds that the suite touches are served: the root, the plural, and whether they live in namespaces. */
const kinds = {
  Namespace: ['/api/v1', 'namespaces', 'cluster'],
  Node: ['/api/v1', 'nodes', 'cluster'],
  Pod: ['/api/v1', 'pods', 'namespaced'],
  Event: ['/api/v1', 'events', 'namespaced'],
  Secret: ['/api/v1', 'secrets', 'namespaced'],
  ServiceAccount: ['/api/v1', 'serviceaccounts', 'namespaced'],
  Service: ['/api/v1', 'services', 'namespaced'],
  ResourceQuota: ['/api/v1', 'resourcequotas', 'namespaced'],
  Deployment: ['/apis/apps/v1', 'deployments', 'namespaced'],
  ReplicaSet: ['/apis/apps/v1', 'replicasets', 'namespaced'],
  StatefulSet: ['/apis/apps/v1', 'statefulsets', 'namespaced'],
  DaemonSet: ['/apis/apps/v1', 'daemonsets', 'namespaced'],
  Job: ['/apis/batch/v1', 'jobs', 'namespaced'],
  Lease: ['/apis/coordination.k8s.io/v1', 'leases', 'namespaced'],
  RuntimeClass: ['/apis/node.k8s.io/v1', 'runtimeclasses', 'cluster'],
  Role: ['/apis/rbac.authorization.k8s.io/v1', 'roles', 'namespaced'],
  RoleBinding: ['/apis/rbac.authorization.k8s.io/v1', 'rolebindings', 'namespaced'],
  ClusterRole: ['/apis/rbac.authorization.k8s.io/v1', 'clusterroles', 'cluster'],
  ClusterRoleBinding: ['/apis/rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'cluster'],
  ValidatingAdmissionPolicy: ['/apis/admissionregistration.k8s.io/v1', 'validatingadmissionpolicies', 'cluster'],
  ValidatingAdmissionPolicyBinding: [
    '/apis/admissionregistration.k8s.io/v1',
    'validatingadmissionpolicybindings',
    'cluster',
  ],
  CustomResourceDefinition: ['/apis/apiextensions.k8s.io/v1', 'customresourcedefinitions', 'cluster'],
  ImagePolicy: ['/apis/pullkeeper.dev/v1alpha1', 'imagepolicies', 'cluster'],
} as const

export type Kind = keyof typeof kinds

export const isKnownKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)

/** The path of a collection; of all namespaces where none is given. */
export const collection = (kind: Kind, namespace = ''): string => {
  const [root, plural] = kinds[kind]
  return namespace === '' ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`
}

/** The path of an object: `pathOf('Secret', 'team', 'robot')`, `pathOf('Namespace', 'team')`. */
export const pathOf = (kind: Kind, ...[first, second]: readonly [string, string?]): string =>
  second === undefined ? `${collection(kind)}/${first}` : `${collection(kind, first)}/${second}`

/** The paths of an object as it is written in a manifest. Throws TypeError for a kind that no test touches. */
export const pathsOfManifest = (manifest: JsonObject): { readonly collection: string; readonly object: string } => {
  const kind = textAt(manifest, 'kind')
  if (!isKnownKind(kind)) throw new TypeError(`no path is known for kind ${kind}`)
  const { metadata } = manifest
  const namespaced = kinds[kind][2] === 'namespaced'
  const at = collection(kind, namespaced ? textAt(metadata, 'namespace') : '')
  return { collection: at, object: `${at}/${textAt(metadata, 'name')}` }
}
