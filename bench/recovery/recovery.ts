import { startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { closeNamespace, openNamespace, type RecoveryCluster, startRecoveryCluster } from './cluster.ts'
import { allDenied, allRun, type PodWatch, watchPods } from './podWatch.ts'
import { type Stages, stagesOf } from './stages.ts'
import { applyPolicy, applySource, applyWorkloads, attachByHand, recoverByHand, type Workloads } from './ways.ts'

export interface RecoveryOptions extends Workloads {
  readonly runs: number
}

/** Seconds from the first command to the last container that runs. */
interface Run {
  /** Nothing was stuck: the credentials were there before the workloads. What it takes to make and pull them all. */
  readonly fresh: number
  readonly byHand: number
  readonly operator: number
  readonly stages: Stages
  /** Pods that kubelet held back from pulling once the policy was there. */
  readonly heldBack: number
}

const source = 'robot'

const secondsSince = (from: number, to: number): number => (to - from) / 1000

/** One namespace from its beginning to its end; `recover` is what is timed, once all is `ready`. */
const timed = async <T>(
  cluster: RecoveryCluster,
  pods: PodWatch,
  namespace: string,
  prepare: () => Promise<unknown>,
  recover: () => Promise<unknown>,
  { deployments, replicas }: Workloads,
  more: (from: number, to: number) => T,
): Promise<{ readonly seconds: number; readonly more: T }> => {
  await openNamespace(cluster, namespace)
  await prepare()
  const from = Date.now()
  await recover()
  const to = await pods.until(namespace, allRun(deployments * replicas))
  const told = more(from, to)
  await closeNamespace(cluster, pods, namespace)
  return { seconds: secondsSince(from, to), more: told }
}

const none = (): undefined => undefined

const runOnce = async (
  cluster: RecoveryCluster,
  pods: PodWatch,
  workloads: Workloads,
  run: number,
  say: (text: string) => void,
): Promise<Run> => {
  const stuck = async (namespace: string): Promise<void> => {
    await applyWorkloads(cluster, namespace, workloads)
    await pods.until(namespace, allDenied(workloads.deployments * workloads.replicas))
  }
  const name = (way: string): string => `${way}-${run}`

  say('nothing is stuck')
  const fresh = await timed(
    cluster,
    pods,
    name('fresh'),
    () => attachByHand(cluster, name('fresh')),
    () => applyWorkloads(cluster, name('fresh'), workloads),
    workloads,
    none,
  )
  say('by hand')
  const byHand = await timed(
    cluster,
    pods,
    name('hand'),
    () => stuck(name('hand')),
    () => recoverByHand(cluster, name('hand')),
    workloads,
    none,
  )
  say('by the operator')
  const namespace = name('operator')
  let heldBefore = 0
  const operator = await timed(
    cluster,
    pods,
    namespace,
    async () => {
      await stuck(namespace)
      heldBefore = pods.heldBack(namespace)
    },
    () => applyPolicy(cluster, namespace, source),
    workloads,
    (from, to) => ({
      stages: stagesOf(cluster.controlPlane.auditLogPath, namespace, from, to),
      heldBack: pods.heldBack(namespace) - heldBefore,
    }),
  )
  await cluster.kubectl(['delete', 'imagepolicy', namespace])
  return { fresh: fresh.seconds, byHand: byHand.seconds, operator: operator.seconds, ...operator.more }
}

/** From kubectl apply of a policy to the last stuck container running, beside the least that takes by hand. */
export const measureRecovery = async (options: RecoveryOptions, progress: Progress): Promise<Report> => {
  progress.say('starting a cluster with a node, and the operator')
  const cluster = await startRecoveryCluster()
  const stop = new AbortController()
  const results: Run[] = []
  let conditions
  try {
    await applySource(cluster, source)
    const pods = await watchPods(cluster.transport, stop.signal)
    const operator = await startOperator(cluster.controlPlane.kubeconfigPath)
    try {
      await operator.readySeconds
      conditions = observeConditions()
      for (let run = 1; run <= options.runs; run++) {
        const say = (text: string): void => progress.say(`run ${run} of ${options.runs}: ${text}`)
        results.push(await runOnce(cluster, pods, options, run, say))
      }
    } finally {
      await operator.end()
    }
  } finally {
    stop.abort()
    await cluster.end()
    progress.done()
  }
  const each = (figure: (run: Run) => number): readonly number[] => results.map(figure)
  const byHand = measure(
    'by hand: attach, delete, wait',
    's',
    each((run) => run.byHand),
  )
  const stage = (name: keyof Stages, title: string) =>
    measure(
      `of this: ${title}`,
      's',
      each(({ stages }) => stages[name]),
    )
  return {
    question: 'recovery',
    settings: {
      server: `kube-apiserver ${cluster.controlPlane.version} and a node`,
      deployments: options.deployments,
      replicas: options.replicas,
    },
    conditions: conditions(),
    measures: [
      measure(
        'made with credentials: nothing is stuck',
        's',
        each((run) => run.fresh),
      ),
      byHand,
      measure(
        'by a policy',
        's',
        each((run) => run.operator),
        byHand,
      ),
      stage('attach', 'until the secret is attached'),
      stage('wait', 'from there to the first eviction'),
      stage('evict', 'from the first eviction to the last'),
      stage('start', 'from there until all run'),
      measure(
        'pods that kubelet held back (pull QPS exceeded)',
        '',
        each((run) => run.heldBack),
      ),
    ],
  }
}
