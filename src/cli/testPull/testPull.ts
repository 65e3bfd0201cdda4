import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../../kube/client.ts'
import { collection, namespacedCollection } from '../../kube/resourcePath.ts'
import { isMessage } from '../../store/records/json.ts'
import { metadataOf } from '../audit/asServed.ts'
import { explain } from '../explain/explain.ts'
import type { FailureExplanation } from '../explain/explanation.ts'
import { gather } from '../explain/gather.ts'
import { clusterLookup, type Message } from '../explain/lookup.ts'
import { removeLeftOvers, removeRun } from './cleanUp.ts'
import { progressOf } from './progressOf.ts'
import type { PullResult, PullTestResult } from './result.ts'
import { testPod, testPullLabel, type PullTest } from './testPod.ts'

export interface PullTestOptions {
  readonly client: ApiClient
  readonly test: PullTest
  /** Try every node of the cluster. */
  readonly eachNode: boolean
  /** Else this one; undefined: whichever the scheduler takes. */
  readonly node: string | undefined
  /** Aborted when the run is to end early: it cleans up, and rejects with the signal's reason. */
  readonly signal: AbortSignal
  readonly progress: (text: string) => void
  /** Cleaning up failed; the pods end by their deadline. */
  readonly leftBehind: (error: unknown) => void
}

/** Between two looks at the pods, milliseconds. */
const interval = 500

/** A cause that passes by itself is waited out. */
const passing: ReadonlySet<string> = new Set(['KubeletPullThrottled'])

const nameOf = (object: Message): string => {
  const { name } = metadataOf(object)
  return typeof name === 'string' ? name : ''
}

const nodeOf = ({ spec }: Message): string | undefined => {
  const node = isMessage(spec) ? spec['nodeName'] : undefined
  return typeof node === 'string' && node !== '' ? node : undefined
}

const nodeNames = async ({
  eachNode,
  node,
  client,
  signal,
}: PullTestOptions): Promise<readonly (string | undefined)[]> => {
  if (!eachNode) return [node]
  const { items } = await client.listPage(collection('/api/v1', 'nodes'), { signal })
  return items.filter(isMessage).map(nameOf).sort()
}

/** What the diagnosis makes of a pod that has not pulled. */
const failureOf = async (
  pod: Message,
  client: ApiClient,
  signal: AbortSignal,
): Promise<FailureExplanation | undefined> => {
  const { namespace } = metadataOf(pod)
  const about = {
    kind: 'Pod',
    apiVersion: 'v1',
    namespace: typeof namespace === 'string' ? namespace : '',
    name: nameOf(pod),
  }
  const facts = await gather({ ...about, object: pod, pod, pods: [pod], unread: [] }, clusterLookup(client, signal))
  if ('problem' in facts) return undefined
  const { containers, podFailures } = explain(facts)
  return containers.flatMap(({ failures }) => failures)[0] ?? podFailures[0]
}

const placed = (pod: Message): Pick<PullResult, 'node' | 'pod'> => {
  const node = nodeOf(pod)
  return { pod: nameOf(pod), ...(node !== undefined && { node }) }
}

const failed = (pod: Message, failure: FailureExplanation | undefined): PullResult => {
  const status = isMessage(pod['status']) ? pod['status'] : {}
  const told = typeof status['message'] === 'string' ? status['message'] : 'it failed, and nothing tells why'
  return failure === undefined
    ? { ...placed(pod), result: 'Failed', cause: 'Unknown', message: told }
    : { ...placed(pod), result: 'Failed', cause: failure.cause, message: failure.message, remedy: failure.remedy }
}

/** The result of a pod that has come to one; undefined while it is to be waited for. */
const settle = async (
  pod: Message,
  overdue: boolean,
  { client, signal, test }: PullTestOptions,
): Promise<PullResult | undefined> => {
  const progress = progressOf(pod)
  if (progress.state === 'pulled') {
    const { imageID } = progress
    return { ...placed(pod), result: 'Pulled', message: 'it was pulled', ...(imageID !== undefined && { imageID }) }
  }
  if (progress.state === 'waiting' && !overdue) return undefined
  const failure = await failureOf(pod, client, signal)
  if (failure !== undefined && passing.has(failure.cause) && !overdue) return undefined
  if (progress.state === 'failed' || failure !== undefined) return failed(pod, failure)
  return { ...placed(pod), result: 'TimedOut', message: `after ${test.timeout} s ${progress.detail}` }
}

const watchPods = async (count: number, options: PullTestOptions): Promise<readonly PullResult[]> => {
  const { client, test, signal, progress } = options
  const path = namespacedCollection('/api/v1', 'pods', test.namespace)
  const results = new Map<string, PullResult>()
  const end = performance.now() + test.timeout * 1000
  while (results.size < count) {
    const overdue = performance.now() >= end
    const { items } = await client.listPage(path, { labelSelector: `${testPullLabel}=${test.run}`, signal })
    const pods = items.filter(isMessage)
    for (const pod of pods) {
      if (results.has(nameOf(pod))) continue
      const result = await settle({ apiVersion: 'v1', kind: 'Pod', ...pod }, overdue, options)
      if (result !== undefined) results.set(nameOf(pod), result)
    }
    // A pod that somebody else has deleted is not waited for.
    if (overdue) break
    progress(`pulling ${test.image}: ${results.size} of ${count} settled`)
    if (results.size < count) await sleep(interval, undefined, { signal })
  }
  return [...results.values()]
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Pulls an image as a pod of the ServiceAccount would, on one node or on each, and tells what came of it. Everything
 * that was made is removed before this returns, however it ends. Rejects with ApiError when the API server refuses
 * the pods or does not answer.
 */
export const runPullTest = async (options: PullTestOptions): Promise<PullTestResult> => {
  const { client, test, signal, leftBehind } = options
  const { image, namespace, serviceAccount, run } = test
  const path = namespacedCollection('/api/v1', 'pods', namespace)
  const wanted = await nodeNames(options)
  await removeLeftOvers(client, namespace, Date.now() / 1000)
  try {
    for (const [index, node] of wanted.entries()) {
      signal.throwIfAborted()
      // Not cut short by the signal: what was sent may be done, and would be missed by the cleaning up.
      await client.create(path, testPod(test, index, node))
    }
    const results = await watchPods(wanted.length, options)
    const pulled = results.filter(({ result }) => result === 'Pulled').length
    return {
      apiVersion: 'pullkeeper.dev/v1alpha1',
      kind: 'PullTest',
      image,
      namespace,
      serviceAccount,
      results: [...results].sort((a, b) => compareText(a.node ?? '', b.node ?? '') || compareText(a.pod, b.pod)),
      summary: { pulled, failed: wanted.length - pulled },
    }
  } finally {
    // Without the signal: it is what may have ended the rest.
    await removeRun(client, namespace, run).catch(leftBehind)
  }
}
