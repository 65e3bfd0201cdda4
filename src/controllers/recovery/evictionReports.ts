import type { StuckPod } from '../../domain/recovery/stuckPod.ts'
import type { Logger } from '../../observe/log.ts'
import type { Metrics } from '../../observe/metrics.ts'

export interface EvictionReports {
  readonly evicted: (stuck: StuckPod) => void
  readonly refused: (stuck: StuckPod, reason: string) => void
}

/** Logs and counts evictions. */
export const evictionReports = (log: Logger, metrics: Pick<Metrics, 'wrote' | 'evicted'>): EvictionReports => ({
  evicted: ({ pod: { namespace, name }, managed: { policy } }) => {
    metrics.wrote('create', 'pods/eviction')
    metrics.evicted(policy)
    log.info('Pod evicted', { namespace, pod: name, policy })
  },
  refused: ({ pod: { namespace, name }, managed: { policy } }, reason) =>
    log.warn('eviction refused', { namespace, pod: name, policy, reason }),
})
