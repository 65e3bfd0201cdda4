import { type JsonObject, objectsAt, textAt, textsAt } from '../../apiserver/json.ts'
import { type ClusterAccess, isStatus, puppetClient } from '../client.ts'
import { eventRecorder } from '../eventRecorder.ts'
import { mirror } from '../mirror.ts'
import { isDeleting, keyOf, nameOf, namespaceOf, specOf, uidOf } from '../objects.ts'
import type { Puppet } from '../puppet.ts'
import { startWork } from '../work.ts'
import { heartbeat, type NodeOptions, registerNode } from './node.ts'
import type { Scenario } from './outcome.ts'
import { noRuntime } from './podTexts.ts'
import { NEW_POD, type PodMemory, syncPod } from './syncPod.ts'

export interface KubeletOptions extends NodeOptions {
  readonly scenario: Scenario
  /** Binds pods that have no node yet: for the embedded server, where there is no scheduler. One kubelet may do it. */
  readonly schedules?: boolean
  /** From ErrImagePull to ImagePullBackOff. */
  readonly backOffMilliseconds?: number
  /** How often containers that wait are tried again, so that what a scenario decides anew is seen. */
  readonly retryMilliseconds?: number
  /** Renews the node's Lease every 10 s, as a real control plane expects. Off where no write is to be seen. */
  readonly heartbeats?: boolean
  readonly onError?: (error: unknown, key: string) => void
}

export interface Kubelet extends Puppet {
  /** Decides by another scenario from now on. */
  follow: (scenario: Scenario) => void
}

const HEARTBEAT_MILLISECONDS = 10_000

/** A node that exists only in the API: its pods get the status and the events that kubelet 1.36 would write. */
export const kubelet = (access: ClusterAccess, options: KubeletOptions): Kubelet => {
  const { name, schedules = false, backOffMilliseconds = 200, retryMilliseconds = 1000, heartbeats = false } = options
  const client = puppetClient(access, `puppet-kubelet/${name}`)
  const record = eventRecorder(client, 'kubelet', name)
  const memories = new Map<string, PodMemory>()
  let { scenario } = options

  const handlers = new Set(['', 'runc', ...(options.runtimeHandlers ?? [])])
  const sandbox = (pod: JsonObject): string | undefined => {
    const wanted = textAt(specOf(pod), 'runtimeClassName')
    const handler = textAt(runtimeClasses.objects.get(`/${wanted}`) ?? {}, 'handler')
    return wanted === '' || handlers.has(handler) ? undefined : noRuntime(handler)
  }
  const secret = (namespace: string, of: string) => secrets.objects.get(`${namespace}/${of}`)

  const bind = async (pod: JsonObject) => {
    const wanted = textsAt(specOf(pod), 'nodeSelector')
    const labels = {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': options.os ?? 'linux',
      'kubernetes.io/arch': options.architecture ?? 'amd64',
      ...options.labels,
    }
    if (
      isDeleting(pod) ||
      !Object.entries(wanted).every(([key, value]) => Object.entries(labels).some(([k, v]) => k === key && v === value))
    )
      return
    await client.create(`/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: nameOf(pod) },
      target: { apiVersion: 'v1', kind: 'Node', name },
    })
  }

  const perform = async (key: string) => {
    const unbound = pending?.objects.get(key)
    if (unbound) {
      // Somebody else may have been faster.
      await bind(unbound).catch((error: unknown) => {
        if (!isStatus(error, 404, 409)) throw error
      })
      return
    }
    const pod = pods.objects.get(key)
    if (!pod) return
    const uid = uidOf(pod)
    const { memory, again } = await syncPod(
      pod,
      { client, record, scenario, sandbox, secret },
      memories.get(uid) ?? NEW_POD,
    ).catch((error: unknown) => {
      if (!isStatus(error, 404, 409)) throw error
      return { memory: memories.get(uid) ?? NEW_POD, again: false }
    })
    memories.set(uid, memory)
    if (again) work.add(key, backOffMilliseconds)
  }
  const work = startWork(perform, options.onError)

  const isWaiting = (pod: JsonObject): boolean => {
    const outcomes = Object.values(memories.get(uidOf(pod))?.outcomes ?? {})
    return outcomes.length < objectsAt(specOf(pod), 'containers').length || outcomes.some(({ is }) => is !== 'running')
  }
  const retryWaiting = (namespace?: string) => {
    for (const [key, pod] of pods.objects)
      if ((namespace ?? namespaceOf(pod)) === namespaceOf(pod) && isWaiting(pod)) work.add(key)
  }

  const podsOn = { path: '/api/v1/pods', apiVersion: 'v1', kind: 'Pod' }
  const secrets = mirror(client, { path: '/api/v1/secrets', apiVersion: 'v1', kind: 'Secret' }, (changed) =>
    retryWaiting(namespaceOf(changed)),
  )
  const runtimeClasses = mirror(
    client,
    { path: '/apis/node.k8s.io/v1/runtimeclasses', apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass' },
    () => retryWaiting(),
  )
  const known = Promise.all([secrets.synced, runtimeClasses.synced, registerNode(client, options)])
  const pods = mirror(client, { ...podsOn, query: `fieldSelector=spec.nodeName%3D${name}` }, (pod, gone) => {
    if (gone) memories.delete(uidOf(pod))
    // A pod's own status is written here; only a new pod or one that is going needs a look.
    else if (isDeleting(pod) || !memories.has(uidOf(pod))) void known.then(() => work.add(keyOf(pod)))
  })
  const pending = schedules
    ? mirror(client, { ...podsOn, query: 'fieldSelector=spec.nodeName%3D' }, (pod, gone) => {
        if (!gone) void known.then(() => work.add(keyOf(pod)))
      })
    : undefined
  const retry = setInterval(() => retryWaiting(), retryMilliseconds)
  const beat = heartbeats
    ? setInterval(() => void heartbeat(client, name).catch(() => undefined), HEARTBEAT_MILLISECONDS)
    : undefined

  return {
    ready: Promise.all([known, pods.synced, pending?.synced, heartbeats ? heartbeat(client, name) : undefined]).then(
      () => undefined,
    ),
    follow: (wanted) => {
      scenario = wanted
      retryWaiting()
    },
    stop: async () => {
      clearInterval(retry)
      clearInterval(beat)
      for (const each of [secrets, runtimeClasses, pods, pending]) each?.stop()
      await work.stop()
      client.close()
    },
  }
}
