import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure, quantile } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import type { ApiClient } from '../../src/kube/client.ts'
import {
  connect,
  connections,
  policies,
  policy,
  servedBy,
  startCredentialsCluster,
  type CredentialsCluster,
} from './controlPlane.ts'
import { startObserver, type Observer } from './observer.ts'
import { requestsSince, trailingMs } from './requestsSince.ts'
import { serveByScript } from './script.ts'
import { secretsAhead } from './secretsAhead.ts'

export interface BurstOptions {
  readonly namespaces: number
  readonly runs: number
}

type Server = 'script' | 'operator'

interface Burst {
  readonly p50: number
  readonly p99: number
  readonly total: number
  /** From when the namespace's ServiceAccount was seen, which is not ours to make. */
  readonly addedP50: number
  readonly addedP99: number
  /** How many Secrets were asked for before the ServiceAccount was. */
  readonly secretsAhead: number
}

/** How the name begins under which each asks. */
const userAgents: Readonly<Record<Server, string>> = { script: 'script', operator: 'pullkeeper/' }

/** Makes namespaces over a few connections at the same time, and waits until each has been served. */
const burst = async (
  { client, controlPlane }: CredentialsCluster,
  script: ApiClient,
  observer: Observer,
  server: Server,
  names: readonly string[],
): Promise<Burst> => {
  const startedAt = performance.now()
  const waits: Promise<{ readonly wait: number; readonly added: number }>[] = []
  const served = async (name: string, askedAt: number) => {
    const [at, account] = await Promise.all([observer.served(name), observer.accountMade(name)])
    return { wait: at - askedAt, added: at - account.at }
  }
  const left = names.values()
  const worker = async (): Promise<void> => {
    for (const name of left) {
      const askedAt = performance.now()
      await client.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { [servedBy]: server } },
      })
      waits.push(served(name, askedAt))
      if (server === 'script') void serveByScript(script, observer, name)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const all = await Promise.all(waits)
  const total = performance.now() - startedAt
  const [latencies, added] = [all.map(({ wait }) => wait), all.map((one) => one.added)]
  await sleep(trailingMs)
  return {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    total,
    addedP50: quantile(added, 0.5),
    addedP99: quantile(added, 0.99),
    secretsAhead: secretsAhead(controlPlane.auditLogPath, names, userAgents[server]),
  }
}

/** How long namespaces that come at once wait for their Secret and their ServiceAccount's reference to it. */
export const measureBurst = async ({ namespaces, runs }: BurstOptions, progress: Progress): Promise<Report> => {
  progress.say('starting a control plane and the operator')
  const cluster = await startCredentialsCluster()
  // Of its own, or its requests would wait behind those that make the namespaces, as the operator's do not.
  const script = connect(cluster.controlPlane, userAgents.script)
  const stop = new AbortController()
  const bursts: Record<Server, Burst[]> = { script: [], operator: [] }
  const requests: ReadonlyMap<string, number>[] = []
  let conditions
  try {
    await cluster.client.create(policies, policy)
    const operator = await startOperator(cluster.controlPlane.kubeconfigPath)
    const observer = await startObserver(cluster.transport, stop.signal)
    await operator.readySeconds
    // The Lease is taken and the policy seen: what is measured is the work, not the start.
    await sleep(trailingMs)
    conditions = observeConditions()
    for (let run = 1; run <= runs; run++) {
      for (const server of ['script', 'operator'] as const) {
        progress.say(`run ${run} of ${runs}: ${namespaces} namespaces, served by the ${server}`)
        const names = Array.from({ length: namespaces }, (_, index) => `${server}-${run}-${index}`)
        const since = new Date()
        bursts[server].push(await burst(cluster, script.client, observer, server, names))
        if (server === 'operator') requests.push(requestsSince(cluster.controlPlane.auditLogPath, since))
      }
    }
    await operator.end()
  } finally {
    stop.abort()
    for (const { transport } of [cluster, script]) transport.close()
    await cluster.controlPlane.end()
    progress.done()
  }

  const names = [...new Set(requests.flatMap((counts) => [...counts.keys()]))].toSorted()
  const figures = (of: keyof Burst, name: string, unit: 'ms' | '' = 'ms') => {
    const floor = measure(
      `${name}, script`,
      unit,
      bursts.script.map((one) => one[of]),
    )
    return [
      floor,
      measure(
        `${name}, operator`,
        unit,
        bursts.operator.map((one) => one[of]),
        floor,
      ),
    ]
  }
  return {
    question: 'burst',
    settings: { server: `kube-apiserver ${cluster.controlPlane.version}`, namespaces, connections },
    conditions: conditions(),
    measures: [
      ...figures('p50', 'a namespace, p50'),
      ...figures('p99', 'a namespace, p99'),
      ...figures('total', 'all of them'),
      ...figures('addedP50', 'added after the ServiceAccount was seen, p50'),
      ...figures('addedP99', 'added after the ServiceAccount was seen, p99'),
      ...figures('secretsAhead', 'Secrets asked for before the ServiceAccount', ''),
      ...names.map((name) =>
        measure(
          `requests: ${name}`,
          '',
          requests.map((counts) => counts.get(name) ?? 0),
        ),
      ),
    ],
  }
}
