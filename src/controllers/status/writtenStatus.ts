import type { FailingPart } from '../../domain/failure/finding.ts'
import { findingKey } from '../../domain/failure/findingGroup.ts'
import { isCause } from '../../domain/failure/cause.ts'
import type { Item } from '../../plan/status/planStatus.ts'
import type { Condition } from '../../plan/status/statusInput.ts'

/** The parts of a status that are read back: what an earlier process wrote, so that nothing changes by a restart. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown, field: string): readonly unknown[] => {
  const found = isRecord(value) ? value[field] : undefined
  return Array.isArray(found) ? found : []
}

const hasTexts = (value: unknown, fields: readonly string[]): boolean =>
  isRecord(value) && fields.every((field) => typeof value[field] === 'string')

const isCondition = (value: unknown): value is Condition =>
  hasTexts(value, ['type', 'status', 'reason', 'message', 'lastTransitionTime'])

/** Conditions as they stand on the object. */
export const conditionsOf = (status: unknown): readonly Condition[] => list(status, 'conditions').filter(isCondition)

/** The generation that the status is about; undefined when there is no status. */
export const observedGenerationOf = (status: unknown): number | undefined => {
  const generation = isRecord(status) ? status['observedGeneration'] : undefined
  return typeof generation === 'number' ? generation : undefined
}

const isItem = (value: unknown): value is Item & { readonly since: string } =>
  isRecord(value) &&
  hasTexts(value, ['cause', 'since']) &&
  hasTexts(value['workload'], ['apiVersion', 'kind', 'namespace', 'name'])

const partOf = (item: Item): FailingPart => {
  if (item.container !== undefined) return { kind: 'container', name: item.container }
  return item.volume === undefined ? { kind: 'pod' } : { kind: 'volume', name: item.volume }
}

/** When each finding began, by its group's key, seconds since the epoch. */
export const beginningsOf = (status: unknown): readonly (readonly [key: string, since: number])[] =>
  list(isRecord(status) ? status['findings'] : undefined, 'items').flatMap((item) => {
    if (!isItem(item) || !isCause(item.cause)) return []
    const since = Date.parse(item.since) / 1000
    const { image, cause } = item
    const key = findingKey(item.workload, { part: partOf(item), cause, ...(image !== undefined && { image }) })
    return Number.isFinite(since) ? [[key, since] as const] : []
  })
