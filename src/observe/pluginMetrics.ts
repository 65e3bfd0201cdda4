import { Counter, Histogram, type Registry } from 'prom-client'

/** Of the calls of credential provider plugins. */
export interface PluginMetrics {
  /** @param result `answered`, or why it gave nothing */
  readonly called: (provider: string, result: string, seconds: number) => void
}

/** Seconds; a minute is the limit. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export const pluginMetrics = (registry: Registry): PluginMetrics => {
  const calls = new Counter({
    name: 'pullkeeper_credential_provider_calls_total',
    help: 'Calls of credential provider plugins, by result.',
    labelNames: ['provider', 'result'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'pullkeeper_credential_provider_call_duration_seconds',
    help: 'How long a credential provider plugin took.',
    labelNames: ['provider'],
    buckets,
    registers: [registry],
  })
  return {
    called: (provider, result, seconds) => {
      calls.inc({ provider, result })
      duration.observe({ provider }, seconds)
    },
  }
}
