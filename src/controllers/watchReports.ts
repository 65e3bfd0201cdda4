import type { ReflectorNotice } from '../kube/reflector.ts'
import type { Logger } from '../observe/log.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { Syncs } from './syncState.ts'
import type { Unreadable } from './unreadable.ts'
import type { WatchName } from './watches.ts'

export interface WatchReportDeps {
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'malformed' | 'watchRestarted' | 'watchFellBack'>
  readonly syncs: Syncs
  readonly unreadablePolicies: Unreadable
}

/** How many malformed objects are told one by one; the metric counts them all. */
const toldLimit = 1_000

/** Tells the person who can act what a watch has to say, once for each thing. */
export const watchReports = ({ log, metrics, syncs, unreadablePolicies }: WatchReportDeps) => {
  const told = new Set<string>()
  return (watch: WatchName, notice: ReflectorNotice): void => {
    switch (notice.kind) {
      case 'synced':
        log.info('watching', { resource: watch })
        return syncs.report(watch, { kind: 'synced' })
      case 'refused': {
        const message = `${notice.message} (grant it with config/rbac, or install the CRD with config/crd)`
        if (syncs.of(watch).kind !== 'refused') log.error('watch refused', { resource: watch, reason: message })
        return syncs.report(watch, { kind: 'refused', message: notice.message })
      }
      case 'retrying':
        return log.warn('watch interrupted', {
          resource: watch,
          reason: notice.why,
          retryInMs: Math.round(notice.inMs),
        })
      case 'restarted':
        metrics.watchRestarted(watch)
        return log.info('watch begins anew', { resource: watch, reason: notice.why })
      case 'fellBack':
        metrics.watchFellBack(watch)
        return log.error('watch asks for JSON from now on', {
          resource: watch,
          reason: `ProtobufUnreadable: ${notice.why}. Look for a proxy between here and the API server that changes answers; JSON costs more memory and time`,
        })
      case 'malformed': {
        metrics.malformed(watch)
        if (watch === 'imagepolicies' && notice.key !== undefined) unreadablePolicies.add(notice.key)
        const fact = `${watch} ${notice.key ?? ''} ${notice.problem}`
        if (told.has(fact) || told.size >= toldLimit) return
        told.add(fact)
        return log.warn('object skipped', { resource: watch, object: notice.key, reason: notice.problem })
      }
    }
  }
}
