import type { Logger } from '../../observe/log.ts'
import type { PluginMetrics } from '../../observe/pluginMetrics.ts'
import type { CallReports } from './reconcileProvider.ts'

/** Logs and counts the calls of plugins; of what they gave only the registry keys. */
export const pluginReports = (log: Logger, metrics: PluginMetrics): CallReports => ({
  called: (provider, image, answer, seconds) => {
    switch (answer.kind) {
      case 'aborted':
        return
      case 'answered': {
        metrics.called(provider, 'answered', seconds)
        const registries = answer.response.entries.map(({ key }) => key).join()
        return log.info('credential provider answered', { provider, image, registries })
      }
      case 'failed':
        metrics.called(provider, answer.why, seconds)
        return log.warn('credential provider failed', { provider, image, reason: answer.message })
    }
  },
})
