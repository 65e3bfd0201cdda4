import type { KubeObject } from '../object.ts'
import type { StatusCause } from '../status.ts'

/** What one kind does beside the common semantics; each part is optional. */
export interface Strategy {
  /** Fills in defaults, on create and on update. */
  readonly defaults?: (object: KubeObject) => KubeObject
  /** Sets what a client may not choose when it creates. */
  readonly prepareForCreate?: (object: KubeObject, now: string) => KubeObject
  /** Keeps what a client may not change. */
  readonly prepareForUpdate?: (object: KubeObject, old: KubeObject) => KubeObject
  readonly validate?: (object: KubeObject, old: KubeObject | undefined) => readonly StatusCause[]
}
