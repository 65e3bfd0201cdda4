import { setTimeout as sleep } from 'node:timers/promises'
import { requestsSince, trailingMs } from '../burst/requestsSince.ts'
import { connect, connections, servedBy, startCredentialsCluster } from '../burst/controlPlane.ts'
import { startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure, quantile, type Measure } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { forAll } from './forAll.ts'
import { operatorKeeper, phases, scriptKeeper, type Keeper, type Phase } from './keepers.ts'
import { startObserver } from './observer.ts'
import { runPhase, type Timing } from './runPhase.ts'

export interface LifecycleOptions {
  readonly namespaces: number
  readonly runs: number
}

const keepers = ['script', 'operator'] as const
type KeeperName = (typeof keepers)[number]

interface Run {
  readonly keeper: KeeperName
  readonly phase: Phase
  readonly timing: Timing
  readonly requests: ReadonlyMap<string, number>
  /** Of the operator's process, in this phase and the rest after it: it hears of what the script does, too. */
  readonly cpuSeconds: number
  /** Of the bench's process, which is the script and the watches that observe: with the operator the watches alone. */
  readonly ownCpuSeconds: number
}

const figuresOf = (phase: Phase, runs: readonly Run[]): readonly Measure[] => {
  const of = (keeper: KeeperName): readonly Run[] => runs.filter((run) => run.phase === phase && run.keeper === keeper)
  const beside = (name: string, figure: (timing: Timing) => number): readonly Measure[] => {
    const values = (keeper: KeeperName): readonly number[] => of(keeper).map(({ timing }) => figure(timing))
    const floor = measure(`${phase}: ${name}, script`, 'ms', values('script'))
    return [floor, measure(`${phase}: ${name}, operator`, 'ms', values('operator'), floor)]
  }
  const cpu = (whose: string, figure: (run: Run) => number): readonly Measure[] =>
    keepers.map((keeper) => measure(`${phase}: CPU of ${whose}, ${keeper}`, 's', of(keeper).map(figure)))
  const asked = [...new Set(of('operator').flatMap(({ requests }) => [...requests.keys()]))].toSorted()
  return [
    ...beside('a namespace, p50', ({ latencies }) => quantile(latencies, 0.5)),
    ...beside('a namespace, p99', ({ latencies }) => quantile(latencies, 0.99)),
    ...beside('all', ({ total }) => total),
    ...cpu('the operator', ({ cpuSeconds }) => cpuSeconds),
    ...cpu('the bench', ({ ownCpuSeconds }) => ownCpuSeconds),
    ...asked.map((request) =>
      measure(
        `${phase}: ${request}`,
        '',
        of('operator').map(({ requests }) => requests.get(request) ?? 0),
      ),
    ),
  ]
}

/**
 * A policy's life over namespaces that are there: it comes, its source changes, another writer edits a third of the
 * copies, deletes a third and takes a third of the references away, it goes. Beside it a script that makes only the
 * necessary requests, on namespaces of its own.
 */
export const measureLifecycle = async ({ namespaces, runs }: LifecycleOptions, progress: Progress): Promise<Report> => {
  progress.say('starting a control plane')
  const cluster = await startCredentialsCluster()
  const { controlPlane, client } = cluster
  const script = connect(controlPlane, 'script')
  const watching = connect(controlPlane, 'observer')
  const stop = new AbortController()
  const done: Run[] = []
  let conditions
  try {
    const observer = await startObserver(watching.transport, stop.signal)
    const names = (keeper: KeeperName): readonly string[] =>
      Array.from({ length: namespaces }, (_, index) => `${keeper}-${index}`)
    for (const keeper of keepers) {
      progress.say(`making ${namespaces} namespaces for the ${keeper}`)
      await forAll(names(keeper), async (name) => {
        const metadata = { name, labels: { [servedBy]: keeper } }
        await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata })
      })
      await Promise.all(names(keeper).map((name) => observer.reached(name, ({ account }) => account !== undefined)))
    }
    const operator = await startOperator(controlPlane.kubeconfigPath)
    await operator.readySeconds
    // The Lease is taken: what is measured is the work, not the start.
    await sleep(trailingMs)
    const byName: Readonly<Record<KeeperName, Keeper>> = {
      script: scriptKeeper(script.client, observer),
      operator: operatorKeeper(client),
    }
    conditions = observeConditions()
    for (let run = 1; run <= runs; run++)
      for (const keeper of keepers)
        for (const phase of phases) {
          progress.say(`run ${run} of ${runs}: ${namespaces} namespaces, ${phase}, kept by the ${keeper}`)
          const since = new Date()
          const password = phase === 'created' ? `of run ${run}` : `of run ${run}, rotated`
          const setting = { observer, tenant: client, namespaces: names(keeper), password }
          const { cpuSeconds: before } = await operator.figures()
          const ownBefore = process.cpuUsage()
          const timing = await runPhase(phase, byName[keeper], setting)
          await sleep(trailingMs)
          const own = process.cpuUsage(ownBefore)
          const cpuSeconds = (await operator.figures()).cpuSeconds - before
          const ownCpuSeconds = (own.user + own.system) / 1e6
          done.push({
            keeper,
            phase,
            timing,
            requests: requestsSince(controlPlane.auditLogPath, since),
            cpuSeconds,
            ownCpuSeconds,
          })
        }
    await operator.end()
  } finally {
    stop.abort()
    for (const { transport } of [cluster, script, watching]) transport.close()
    await controlPlane.end()
    progress.done()
  }
  return {
    question: 'lifecycle',
    settings: { server: `kube-apiserver ${controlPlane.version}`, namespaces, connections },
    conditions: conditions(),
    measures: phases.flatMap((phase) => figuresOf(phase, done)),
  }
}
