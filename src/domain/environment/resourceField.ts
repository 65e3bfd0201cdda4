import { countOf, parseQuantity, type ResourceList } from '../quantity/quantity.ts'
import type { FieldValue } from './downwardApi.ts'

export interface ResourceField {
  /** `limits.cpu`, `requests.memory`, … */
  readonly resource: string
  readonly containerName?: string
  /** What to count in; 1 when absent or 0. */
  readonly divisor?: string | number
}

/** The resources of one container. */
export interface ContainerResources {
  readonly name: string
  readonly limits?: ResourceList
  readonly requests?: ResourceList
}

const plain = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[A-Za-z0-9.]{1,63})$/

const one = parseQuantity('1') ?? 1n

/**
 * What `env[].valueFrom.resourceFieldRef` gives: the amount in units of the divisor, rounded up
 * (ExtractContainerResourceValue, pkg/api/v1/resource, v1.36). A limit that is not set is what the node can give
 * (defaultPodLimitsForDownwardAPI), known only there; a request that is not set is 0.
 */
export const resourceValue = (
  { resource, divisor = '0' }: ResourceField,
  container: Omit<ContainerResources, 'name'>,
): FieldValue => {
  const [, kind, name = ''] = plain.exec(resource) ?? []
  if (kind === undefined) return { ok: false, problem: `resource ${resource} is not supported` }
  const amount = (kind === 'limits' ? container.limits : container.requests)?.[name]
  if (amount === undefined && kind === 'limits' && !name.startsWith('hugepages-')) return { ok: 'later' }
  const quantity = parseQuantity(amount ?? '0')
  const unit = parseQuantity(divisor)
  if (quantity === undefined || unit === undefined) {
    return { ok: false, problem: `resource ${resource}: the amount or the divisor is no quantity` }
  }
  return { ok: true, value: String(countOf(quantity, unit === 0n ? one : unit)) }
}
