import { ApiError, failureOfStatus, failureWithoutAnswer } from '../../../src/kube/apiError.ts'
import type { Transport, TransportRequest } from '../../../src/kube/transport.ts'
import { createMetrics, type CountByCause, type Metrics, type MetricsSource } from '../../../src/observe/metrics.ts'

/** Series of the families whose name begins so, as `name{labels} value`. */
const series = async (metrics: Metrics, ...families: readonly string[]): Promise<readonly string[]> =>
  (await metrics.text())
    .split('\n')
    .filter((line) => families.some((family) => line.startsWith(family)))
    .sort()

const source = (more: Partial<MetricsSource> = {}): MetricsSource => ({
  failingWorkloads: () => [],
  policies: () => [],
  restartRisks: () => 4,
  managedSecrets: () => 0,
  expiries: () => [],
  leading: () => false,
  ...more,
})

describe('gauges are asked for when scraped', () => {
  test('by cause, and by policy and cause', async () => {
    const metrics = createMetrics()
    metrics.connect(
      source({
        failingWorkloads: () => [
          ['ImageNotFound', 3],
          ['CredentialsMissing', 2],
        ],
        policies: () => [['acme', [['CredentialsMissing', 1]]]],
        managedSecrets: () => 12,
        leading: () => true,
      }),
    )
    expect(await series(metrics, 'pullkeeper_', 'leader_')).toEqual([
      'leader_election_master_status{name="pullkeeper"} 1',
      'pullkeeper_events_dropped_total 0',
      'pullkeeper_failing_workloads{cause="CredentialsMissing"} 2',
      'pullkeeper_failing_workloads{cause="ImageNotFound"} 3',
      'pullkeeper_managed_secrets 12',
      'pullkeeper_policy_failing_workloads{policy="acme",cause="CredentialsMissing"} 1',
      'pullkeeper_restart_risk_workloads 4',
    ])
  })

  test('a cause and a policy that are gone leave nothing behind', async () => {
    const metrics = createMetrics()
    let failing: CountByCause = [['ImageNotFound', 1]]
    let policies: readonly (readonly [string, CountByCause])[] = [['acme', failing]]
    metrics.connect(source({ failingWorkloads: () => failing, policies: () => policies }))
    await metrics.text()
    failing = []
    policies = []
    expect(await series(metrics, 'pullkeeper_failing', 'pullkeeper_policy')).toEqual([])
  })

  test('nothing is claimed before there is something to ask', async () => {
    expect(await series(createMetrics(), 'pullkeeper_failing', 'pullkeeper_policy', 'leader_')).toEqual([])
  })
})

describe('controllers and queues', () => {
  test('are at zero from the start, under the names of controller-runtime and client-go', async () => {
    const metrics = createMetrics()
    metrics.loop.queue('status')
    metrics.loop.controller('status', 4)
    const shown = await series(metrics, 'controller_runtime_', 'workqueue_')
    expect(shown.filter((line) => !/_(bucket|sum|count)\b/.test(line))).toEqual([
      'controller_runtime_active_workers{controller="status"} 0',
      'controller_runtime_max_concurrent_reconciles{controller="status"} 4',
      'controller_runtime_reconcile_errors_total{controller="status"} 0',
      'controller_runtime_reconcile_total{controller="status",result="error"} 0',
      'controller_runtime_reconcile_total{controller="status",result="requeue"} 0',
      'controller_runtime_reconcile_total{controller="status",result="requeue_after"} 0',
      'controller_runtime_reconcile_total{controller="status",result="success"} 0',
      'workqueue_adds_total{name="status",controller="status"} 0',
      'workqueue_depth{name="status",controller="status"} 0',
      'workqueue_retries_total{name="status",controller="status"} 0',
    ])
  })

  test('tell what happens', async () => {
    const metrics = createMetrics()
    const queue = metrics.loop.queue('status')
    const controller = metrics.loop.controller('status', 4)
    metrics.loop.watchQueue('status', () => ({ keys: 2, unfinishedSeconds: 5, longestRunningSeconds: 3 }))
    queue.added()
    queue.depth(1)
    queue.started(0.5)
    queue.finished(2)
    queue.retried()
    controller.active(1)
    controller.reconciled('error', 2)
    controller.reconciled('success', 1)
    const shown = await series(metrics, 'controller_runtime_', 'workqueue_')
    expect(shown).toEqual(
      expect.arrayContaining([
        'controller_runtime_active_workers{controller="status"} 1',
        'controller_runtime_reconcile_errors_total{controller="status"} 1',
        'controller_runtime_reconcile_time_seconds_count{controller="status"} 2',
        'controller_runtime_reconcile_time_seconds_sum{controller="status"} 3',
        'controller_runtime_reconcile_total{controller="status",result="error"} 1',
        'controller_runtime_reconcile_total{controller="status",result="success"} 1',
        'workqueue_adds_total{name="status",controller="status"} 1',
        'workqueue_depth{name="status",controller="status"} 1',
        'workqueue_longest_running_processor_seconds{name="status",controller="status"} 3',
        'workqueue_queue_duration_seconds_sum{name="status",controller="status"} 0.5',
        'workqueue_retries_total{name="status",controller="status"} 1',
        'workqueue_unfinished_work_seconds{name="status",controller="status"} 5',
        'workqueue_work_duration_seconds_sum{name="status",controller="status"} 2',
      ]),
    )
  })
})

test('counts what the operator does', async () => {
  const metrics = createMetrics()
  metrics.wrote('patch', 'serviceaccounts')
  metrics.malformed('pods')
  metrics.watchRestarted('pods')
  metrics.watchFellBack('nodes')
  metrics.eventDropped()
  const counters = ['events', 'malformed', 'watch', 'writes'].map((family) => `pullkeeper_${family}`)
  expect(await series(metrics, ...counters)).toEqual([
    'pullkeeper_events_dropped_total 1',
    'pullkeeper_malformed_objects_total{resource="pods"} 1',
    'pullkeeper_watch_json_fallbacks_total{resource="nodes"} 1',
    'pullkeeper_watch_restarts_total{resource="pods"} 1',
    'pullkeeper_writes_total{verb="patch",resource="serviceaccounts"} 1',
  ])
})

test('two processes in one do not share a registry', async () => {
  createMetrics().malformed('pods')
  expect(await series(createMetrics(), 'pullkeeper_malformed')).toEqual([])
})

test('tells of its process', async () => {
  expect(await series(createMetrics(), 'process_resident_memory_bytes ')).toHaveLength(1)
})

describe('requests to the API server', () => {
  const get: TransportRequest = { method: 'GET', path: '/api/v1/pods', accept: 'application/json' }
  const transport = (request: Transport['request']): Transport => ({
    server: 'https://10.0.0.1:6443',
    request,
    stream: () => Promise.reject(new ApiError(failureOfStatus({ code: 410 }, 410), 'GET /x')),
    close: () => {},
  })
  const ok: Transport['request'] = async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) })

  test.each`
    what            | request                                                                                         | code
    ${'an answer'}  | ${ok}                                                                                           | ${'200'}
    ${'a conflict'} | ${() => Promise.reject(new ApiError(failureOfStatus({ code: 409 }, 409), 'PATCH /x'))}          | ${'409'}
    ${'no answer'}  | ${() => Promise.reject(new ApiError(failureWithoutAnswer('Unreachable', 'reset'), 'PATCH /x'))} | ${'<error>'}
  `('$what counts as $code', async ({ request, code }: { request: Transport['request']; code: string }) => {
    const metrics = createMetrics()
    await metrics
      .counted(transport(request))
      .request(get)
      .catch(() => {})
    expect(await series(metrics, 'rest_client_')).toEqual([
      `rest_client_requests_total{code="${code}",method="GET",host="10.0.0.1:6443"} 1`,
    ])
  })

  test('a stream counts once, when it is answered, and its error goes on', async () => {
    const metrics = createMetrics()
    await expect(metrics.counted(transport(ok)).stream(get)).rejects.toThrow('Expired')
    expect(await series(metrics, 'rest_client_')).toHaveLength(1)
  })

  test('what we ended ourselves does not count', async () => {
    const metrics = createMetrics()
    const ended = transport(() => Promise.reject(new Error('aborted')))
    await metrics
      .counted(ended)
      .request({ ...get, signal: AbortSignal.abort() })
      .catch(() => {})
    expect(await series(metrics, 'rest_client_')).toEqual([])
  })
})
