import { readFileSync } from 'node:fs'

/** One request as kube-apiserver's audit log has it, at level Metadata. */
export interface AuditEntry {
  readonly user: string
  readonly userAgent: string
  readonly verb: string
  /** Empty for core/v1. */
  readonly apiGroup: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  /** HTTP status; 0 when the connection ended before there was one. */
  readonly status: number
  /** Authorization said no. A 403 without it is admission's: a namespace that is ending, a quota. */
  readonly forbidden: boolean
  /** When the server received the request. */
  readonly at: Date
}

/** audit.k8s.io/v1. A watch is written when it opens and when it ends: RequestReceived alone tells nothing. */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata}]
`

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const entryOf = (event: unknown): AuditEntry => {
  const object = field(event, 'objectRef')
  const status = field(field(event, 'responseStatus'), 'code')
  return {
    user: text(field(field(event, 'user'), 'username')),
    userAgent: text(field(event, 'userAgent')),
    verb: text(field(event, 'verb')),
    apiGroup: text(field(object, 'apiGroup')),
    resource: text(field(object, 'resource')),
    subresource: text(field(object, 'subresource')),
    namespace: text(field(object, 'namespace')),
    name: text(field(object, 'name')),
    status: typeof status === 'number' ? status : 0,
    forbidden: field(field(event, 'annotations'), 'authorization.k8s.io/decision') === 'forbid',
    at: new Date(text(field(event, 'requestReceivedTimestamp'))),
  }
}

/**
 * Every request that was answered so far, once each: a watch counts from when it opened. In the order in which the
 * answers began. Throws when the file cannot be read.
 */
export const readAuditLog = (path: string): readonly AuditEntry[] => {
  const entries = new Map<string, AuditEntry>()
  // What follows the last newline is a line that is still being written.
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const event: unknown = JSON.parse(line)
    const id = text(field(event, 'auditID'))
    if (!entries.has(id)) entries.set(id, entryOf(event))
  }
  return [...entries.values()]
}
