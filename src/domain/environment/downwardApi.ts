import type { Labels } from '../objects/labels.ts'

/** What fieldRef can ask of a pod; what is not known yet (node, addresses) is absent. */
export interface DownwardPod {
  readonly name: string
  readonly namespace: string
  readonly uid?: string
  readonly labels?: Labels
  readonly annotations?: Labels
  readonly nodeName?: string
  readonly serviceAccountName?: string
  readonly hostIPs?: readonly string[]
  readonly podIPs?: readonly string[]
}

export type FieldValue =
  | { readonly ok: true; readonly value: string }
  /** Known only when the container starts. */
  | { readonly ok: 'later' }
  | { readonly ok: false; readonly problem: string }

const found = (value: string | undefined): FieldValue => (value === undefined ? { ok: 'later' } : { ok: true, value })

/** `metadata.labels['x']` taken apart: everything between the first `['` and the last `']`. */
const subscripted = (path: string): readonly [string, string] | undefined => {
  const open = path.indexOf("['")
  return path.endsWith("']") && open > 0 && open + 2 <= path.length - 2
    ? [path.slice(0, open), path.slice(open + 2, -2)]
    : undefined
}

const unsupported = (path: string): FieldValue => ({ ok: false, problem: `fieldPath ${path} is not supported` })

const fields: Readonly<Record<string, (pod: DownwardPod) => string | undefined>> = {
  'metadata.name': ({ name }) => name,
  'metadata.namespace': ({ namespace }) => namespace,
  'metadata.uid': ({ uid }) => uid,
  'spec.nodeName': ({ nodeName }) => nodeName,
  'spec.host': ({ nodeName }) => nodeName,
  'spec.serviceAccountName': ({ serviceAccountName }) => serviceAccountName,
  'status.hostIP': ({ hostIPs }) => hostIPs?.[0],
  'status.hostIPs': ({ hostIPs }) => hostIPs?.join(','),
  'status.podIP': ({ podIPs }) => podIPs?.[0],
  'status.podIPs': ({ podIPs }) => podIPs?.join(','),
}

/**
 * What `env[].valueFrom.fieldRef` gives (podFieldSelectorRuntimeValue, pkg/kubelet/kubelet_pods.go, v1.36). A label
 * or annotation that is not there is the empty text. Whole maps of labels and annotations are for volumes only: the
 * API server refuses them in env.
 */
export const fieldValue = (path: string, pod: DownwardPod): FieldValue => {
  const parts = subscripted(path)
  if (parts !== undefined) {
    const [map, key] = parts
    if (map === 'metadata.labels') return found(pod.labels?.[key] ?? '')
    if (map === 'metadata.annotations') return found(pod.annotations?.[key] ?? '')
    return unsupported(path)
  }
  const field = Object.hasOwn(fields, path) ? fields[path] : undefined
  return field === undefined ? unsupported(path) : found(field(pod))
}
