/**
 * How strategic merge treats lists, from the patchStrategy tags in k8s.io/api: by the key of their items, or as sets of
 * values. Lists that are not here are replaced, tolerations and container statuses among them.
 */
const byField: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  initContainers: 'name',
  ownerReferences: 'uid',
  resourceClaims: 'name',
  taints: 'key',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
  webhooks: 'name',
}

const byPath: Readonly<Record<string, string>> = {
  // A pod's list merges, a ServiceAccount's list of the same name is atomic.
  'spec.imagePullSecrets': 'name',
  'containers.ports': 'containerPort',
  'initContainers.ports': 'containerPort',
  'spec.ports': 'port',
  secrets: 'name',
}

const ofValues = new Set(['finalizers'])

export type ListStrategy =
  { readonly merge: 'byKey'; readonly key: string } | { readonly merge: 'values' } | { readonly merge: 'replace' }

/** The strategy for a list field, by its name and the field that it is in. */
export const listStrategy = (parent: string, field: string): ListStrategy => {
  if (ofValues.has(field)) return { merge: 'values' }
  const key = byPath[parent === '' ? field : `${parent}.${field}`] ?? byField[field]
  return key === undefined ? { merge: 'replace' } : { merge: 'byKey', key }
}
