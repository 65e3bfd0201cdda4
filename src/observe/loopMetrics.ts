import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ReconcileObserver, ReconcileOutcome } from '../runtime/controller.ts'
import type { WorkInProgress, WorkQueueObserver } from '../runtime/workQueue.ts'

/** What queues and controllers tell, under the names that dashboards know. */
export interface LoopMetrics {
  readonly queue: (name: string) => WorkQueueObserver
  /** Asked at each scrape for what is being worked on. */
  readonly watchQueue: (name: string, inProgress: () => WorkInProgress) => void
  readonly controller: (name: string, concurrency: number) => Omit<ReconcileObserver, 'failed'>
}

/** Seconds; as controller-runtime has them, fewer of them (pkg/internal/controller/metrics, v0.22). */
const reconcileBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
/** Seconds, a decade a bucket, as client-go's workqueue has them (component-base/metrics/prometheus/workqueue). */
const queueBuckets = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000]

/** All of them, as controller-runtime shows from the start: a rate needs the zero before the first one. */
const outcomes = {
  success: true,
  error: true,
  requeue: true,
  requeue_after: true,
} as const satisfies Record<ReconcileOutcome, true>

export const loopMetrics = (registry: Registry): LoopMetrics => {
  const registers = [registry]
  const queueLabels = ['name', 'controller'] as const
  const inProgress = new Map<string, () => WorkInProgress>()

  const progress = (name: string, help: string, of: (work: WorkInProgress) => number): void => {
    const gauge: Gauge<'name' | 'controller'> = new Gauge({
      name,
      help,
      labelNames: queueLabels,
      registers,
      collect: () => {
        for (const [queue, ask] of inProgress) gauge.set({ name: queue, controller: queue }, of(ask()))
      },
    })
  }

  const depth = new Gauge({ name: 'workqueue_depth', help: 'Keys that wait.', labelNames: queueLabels, registers })
  const adds = new Counter({ name: 'workqueue_adds_total', help: 'Keys added.', labelNames: queueLabels, registers })
  const retries = new Counter({
    name: 'workqueue_retries_total',
    help: 'Keys put back after a failure.',
    labelNames: queueLabels,
    registers,
  })
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long a key waited.',
    labelNames: queueLabels,
    buckets: queueBuckets,
    registers,
  })
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long a key was worked on.',
    labelNames: queueLabels,
    buckets: queueBuckets,
    registers,
  })
  progress('workqueue_unfinished_work_seconds', 'Work in progress, added up.', (work) => work.unfinishedSeconds)
  progress(
    'workqueue_longest_running_processor_seconds',
    'The longest work in progress.',
    (work) => work.longestRunningSeconds,
  )

  const controllerLabels = ['controller'] as const
  const reconciles = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Reconciles, by result.',
    labelNames: ['controller', 'result'] as const,
    registers,
  })
  const errors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Reconciles that failed.',
    labelNames: controllerLabels,
    registers,
  })
  const times = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'How long a reconcile took.',
    labelNames: controllerLabels,
    buckets: reconcileBuckets,
    registers,
  })
  const active = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Reconciles running now.',
    labelNames: controllerLabels,
    registers,
  })
  const most = new Gauge({
    name: 'controller_runtime_max_concurrent_reconciles',
    help: 'Reconciles that may run at the same time.',
    labelNames: controllerLabels,
    registers,
  })

  return {
    queue: (name) => {
      const labels = { name, controller: name }
      depth.set(labels, 0)
      adds.inc(labels, 0)
      retries.inc(labels, 0)
      return {
        depth: (keys) => depth.set(labels, keys),
        added: () => adds.inc(labels),
        started: (seconds) => waited.observe(labels, seconds),
        finished: (seconds) => worked.observe(labels, seconds),
        retried: () => retries.inc(labels),
      }
    },
    watchQueue: (name, ask) => {
      inProgress.set(name, ask)
    },
    controller: (controller, concurrency) => {
      most.set({ controller }, concurrency)
      active.set({ controller }, 0)
      errors.inc({ controller }, 0)
      for (const result of Object.keys(outcomes)) reconciles.inc({ controller, result }, 0)
      return {
        reconciled: (result, seconds) => {
          reconciles.inc({ controller, result })
          if (result === 'error') errors.inc({ controller })
          times.observe({ controller }, seconds)
        },
        active: (workers) => active.set({ controller }, workers),
      }
    },
  }
}
