import type { Json } from '../json.ts'
import type { KubeObject } from '../object.ts'

/** One printed column of a kind. Priority 0 shows always, higher ones under `-o wide`. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly format?: string
  readonly description?: string
  readonly priority: number
  readonly cell: (object: KubeObject, now: number) => Json
}
