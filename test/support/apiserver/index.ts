/**
 * A small Kubernetes API in this process: for the demo, for faults and for scale. What it promises is kept to by the
 * integration suite, which runs on it and on a real control plane alike; it shares no code with the product.
 */
export { type ApiServer, type ApiServerOptions, startApiServer } from './server.ts'
export { ApiError } from './status.ts'
export { type AuditEntry, type AuditMatch, WRITE_VERBS } from './audit.ts'
export type { Denial } from './access.ts'
export { rbacOf } from './rbac.ts'
export type { Fault, FaultMatch } from './faults.ts'
export type { InProcessStore, Named } from './inProcess.ts'
export type { Json, JsonObject } from './json.ts'
export type { KubeObject, ObjectMeta, OwnerReference } from './object.ts'
