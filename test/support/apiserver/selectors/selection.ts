import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import { parseFieldSelector } from './fields.ts'
import { parseLabelSelector } from './labels.ts'

/** What a list, a watch or a delete of a collection is about. */
export interface Selection {
  readonly matches: (object: KubeObject) => boolean
  /** Whether there is a selector at all: remainingItemCount is told only where there is none. */
  readonly everything: boolean
}

export interface Selectors {
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
}

export const select = (resource: Resource, { labelSelector = '', fieldSelector = '' }: Selectors): Selection => {
  if (labelSelector === '' && fieldSelector === '') return { matches: () => true, everything: true }
  const byLabel = parseLabelSelector(labelSelector)
  const byField = parseFieldSelector(resource.kind, fieldSelector)
  return { matches: (object) => byLabel(object.metadata.labels ?? {}) && byField(object), everything: false }
}
