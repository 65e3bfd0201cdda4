import { isMessage } from '../../store/records/json.ts'

/** What an object says that it is; undefined with the reason when it says nothing that can be used. */
export type Identified =
  | {
      readonly ok: true
      readonly apiVersion: string
      readonly kind: string
      readonly object: Readonly<Record<string, unknown>>
    }
  | { readonly ok: false; readonly problem: string }

/** Kinds of Kubernetes' own groups that are looked at, by the version that serves them. */
const lookedAt: Readonly<Record<string, readonly string[]>> = {
  v1: ['Pod', 'Event', 'Secret', 'ServiceAccount', 'Node', 'Namespace', 'ReplicationController'],
  'events.k8s.io/v1': ['Event'],
  'apps/v1': ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  'batch/v1': ['Job', 'CronJob'],
  'node.k8s.io/v1': ['RuntimeClass'],
  'pullkeeper.dev/v1alpha1': ['ImagePolicy'],
}

/** The other kinds of these groups: passed over, but not mistaken for a slip. */
const passedOver: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'Binding',
    'ComponentStatus',
    'ConfigMap',
    'Endpoints',
    'LimitRange',
    'List',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'PodTemplate',
    'ResourceQuota',
    'Service',
    'Status',
  ],
  'apps/v1': ['ControllerRevision'],
}

const versionOf: ReadonlyMap<string, string> = new Map(
  Object.entries(lookedAt).flatMap(([version, kinds]) => kinds.map((kind) => [kind, version] as const)),
)

/** Of these every kind is known here, so that another is a slip. */
const closedVersions: ReadonlySet<string> = new Set(['v1', 'apps/v1', 'batch/v1', 'pullkeeper.dev/v1alpha1'])

const closed = (version: string): ReadonlySet<string> | undefined => {
  const kinds = closedVersions.has(version) ? (lookedAt[version] ?? []) : undefined
  return kinds === undefined ? undefined : new Set([...kinds, ...(passedOver[version] ?? [])])
}

/** Kinds that are looked at and were served by other groups or versions before, or never were. */
const misplaced = (apiVersion: string, kind: string): string | undefined => {
  const version = versionOf.get(kind)
  if (version === undefined || kind === 'Event') return undefined
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const ours = group === '' || /^(?:extensions|apps|batch|node\.k8s\.io|pullkeeper\.dev|core)$/.test(group)
  return ours && version !== apiVersion ? `${apiVersion} has no kind ${kind}: write apiVersion: ${version}` : undefined
}

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

const misspelt = (apiVersion: string, kind: string): string | undefined => {
  const kinds = closed(apiVersion)
  if (kinds === undefined || kinds.has(kind) || kinds.has(kind.replace(/List$/, ''))) return undefined
  const near = [...kinds].find((each) => kind.length < 64 && distance(each.toLowerCase(), kind.toLowerCase()) <= 2)
  return `${apiVersion} has no kind ${JSON.stringify(kind.slice(0, 64))}${near === undefined ? '' : ` (did you mean ${near}?)`}`
}

const isDockerConfig = (object: Readonly<Record<string, unknown>>): boolean => isMessage(object['auths'])

/** Reads `apiVersion` and `kind`, and refuses what is nothing that Kubernetes knows. */
export const identify = (value: unknown): Identified => {
  if (!isMessage(value)) return { ok: false, problem: 'this is no object of Kubernetes' }
  const { apiVersion, kind } = value
  if (typeof kind !== 'string' || kind === '') {
    const hint = isDockerConfig(value) ? ': it looks like a docker config (pullkeeper credentials lint reads it)' : ''
    return { ok: false, problem: `kind is missing${hint}` }
  }
  if (typeof apiVersion !== 'string' || apiVersion === '') return { ok: false, problem: 'apiVersion is missing' }
  const problem = misplaced(apiVersion, kind) ?? misspelt(apiVersion, kind)
  return problem === undefined ? { ok: true, apiVersion, kind, object: value } : { ok: false, problem }
}

/** Whether an object claims to be one of Kubernetes at all. */
export const claimsToBeOne = (value: unknown): boolean => isMessage(value) && ('kind' in value || 'apiVersion' in value)
