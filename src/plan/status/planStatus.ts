import type { FindingGroup } from '../../domain/failure/findingGroup.ts'
import type { FindingSummary } from '../../domain/failure/findingSummary.ts'
import type { ImagePolicyStatus } from '../../generated/imagepolicy.ts'
import type { EffectivePolicy } from '../credentials/effectivePolicy.ts'
import { judge, type Judgement } from './conditions.ts'
import { cut } from './cut.ts'
import { storedSize } from './storedSize.ts'
import type { Condition, StatusInput } from './statusInput.ts'

export type Item = NonNullable<NonNullable<ImagePolicyStatus['findings']>['items']>[number]
type SourceStatus = NonNullable<ImagePolicyStatus['sources']>[number]

/** At most so many items, so that a status stays readable and under 100 KB at any cluster size. */
export const itemLimit = 50

/** Bytes as they are stored. An item has room for a finding's whole message and its quotes. */
const limits = { item: 640, image: 256, source: 384, registries: 8, registry: 128, condition: 1024 } as const

/** All but the items takes 35 KB at most; items that do not fit into the rest are omitted. */
const statusLimit = 100 * 1000

const rfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

const condition = ({ policy, conditions, now }: StatusInput, judgement: Judgement): Condition => {
  const before = conditions.find(({ type }) => type === judgement.type)
  return {
    type: judgement.type,
    status: judgement.status,
    observedGeneration: policy.generation,
    lastTransitionTime: before?.status === judgement.status ? before.lastTransitionTime : now,
    reason: judgement.reason,
    message: cut(judgement.message, limits.condition),
  }
}

const item = ({ workload, part, image, cause, message, pods, since }: FindingGroup): Item => ({
  workload: {
    apiVersion: workload.apiVersion,
    kind: workload.kind,
    namespace: workload.namespace,
    name: workload.name,
  },
  ...(part.kind === 'container' && { container: part.name }),
  ...(part.kind === 'volume' && { volume: part.name }),
  ...(image !== undefined && { image: cut(image, limits.image) }),
  cause,
  message: cut(message, limits.item),
  pods,
  since: rfc3339(since),
})

const source = ({ name, state, message, registries }: EffectivePolicy['sources'][number]): SourceStatus => ({
  name,
  state,
  message: cut(message, limits.source),
  registries: registries.slice(0, limits.registries).map((key) => cut(key, limits.registry)),
})

/** The first items that fit into so many bytes. */
const fitting = (groups: readonly FindingGroup[], maxBytes: number): readonly FindingGroup[] => {
  let left = maxBytes
  const end = groups.findIndex((one) => {
    left -= storedSize(item(one)) + 1
    return left < 0
  })
  return end < 0 ? groups : groups.slice(0, end)
}

const findingsOf = ({ total, byCause, items }: FindingSummary) => ({
  total,
  byCause: byCause.map(({ cause, workloads, pods }) => ({ cause, workloads, pods })),
  items: items.map(item),
  omitted: total - items.length,
})

/** The status that a policy should have. The same input gives the same status: no field changes by itself. */
export const planStatus = (input: StatusInput): ImagePolicyStatus => {
  const { policy, effective, totals, findings } = input
  const { namespaces, accounts } = totals
  const [top] = findings.byCause
  const withItems = (items: FindingSummary['items']): ImagePolicyStatus => ({
    observedGeneration: policy.generation,
    conditions: judge(input).map((judgement) => condition(input, judgement)),
    summary: {
      namespaces: `${namespaces.ready}/${namespaces.selected}`,
      serviceAccounts: `${accounts.attached}/${accounts.selected}`,
      failing: findings.failing,
      ...(top !== undefined && { topCause: top.cause }),
    },
    namespaces: { selected: namespaces.selected, ready: namespaces.ready },
    serviceAccounts: { selected: accounts.selected, attached: accounts.attached },
    sources: effective.sources.map(source),
    findings: findingsOf({ ...findings, items }),
  })
  return withItems(fitting(findings.items, statusLimit - storedSize(withItems([]))))
}
