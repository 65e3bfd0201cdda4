import type { PodLook } from '../../../../src/controllers/cluster.ts'
import { announceEviction } from '../../../../src/controllers/recovery/announceEviction.ts'
import { reconcileRecovery } from '../../../../src/controllers/recovery/reconcileRecovery.ts'
import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { marksOf } from '../../../../src/domain/ownership/marks.ts'
import type { OwnerTemplate } from '../../../../src/domain/recovery/stuckPod.ts'
import { ApiError, failureOfStatus } from '../../../../src/kube/apiError.ts'
import type { EventNote } from '../../../../src/observe/eventRecorder.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import { budgetLimits } from '../../../../src/plan/recovery/budget.ts'
import { createStore } from '../../../../src/store/store.ts'
import { createTable } from '../../../../src/store/table.ts'
import { aWaitingPod } from '../../../support/builders/pod.ts'
import { anAccount, aPullSecret } from '../../../support/builders/secret.ts'
import { attachedAccount, attachedAt } from '../../../support/builders/stuckPod.ts'
import { aWorld } from '../../../support/builders/world.ts'

const denied =
  'failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials'
const stuck = aWaitingPod('ErrImagePull', denied)
const refusal = (code: number, retryAfterSeconds?: number) =>
  new ApiError(failureOfStatus({ code, message: 'no', details: { retryAfterSeconds } }, code), 'POST eviction')

/** Pods one after the other in age, each on a node of its own. */
const many = (count: number): readonly Pod[] =>
  Array.from({ length: count }, (_, index) => ({
    ...stuck,
    name: `web-${index}`,
    uid: `uid-${index}`,
    createdAt: stuck.createdAt + index,
    nodeName: `n${index}`,
  }))

interface Given {
  readonly pods?: readonly Pod[]
  readonly template?: OwnerTemplate
  /** What the API server says to an eviction. */
  readonly answer?: (look: PodLook) => void
  /** What a fresh read shows. */
  readonly fresh?: (pod: Pod) => PodLook | undefined
  readonly protectedNamespaces?: readonly string[]
  /** How long each takes, milliseconds. */
  readonly evictionMs?: number
}

const evicting = (name: string): EffectivePolicy => ({
  name,
  createdAt: 0,
  deleting: false,
  suspended: false,
  selectsNamespace: () => true,
  sources: [],
  fingerprint: '',
  credentials: {
    secretName: `${name}-registry`,
    intent: { kind: 'keep' },
    registries: [],
    selectsAccount: () => true,
    recovery: 'Evict',
  },
})

const managedSecret = (policy: string) => {
  const name = `${policy}-registry`
  return aPullSecret(name, ['ghcr.io/acme/'], { marks: marksOf(policy, { namespace: 'team', name }) })
}

/** A policy with a published secret in namespace team, an account that lists it, and failing pods. */
const scene = ({
  pods = [stuck],
  template = 'none',
  answer,
  fresh,
  protectedNamespaces = [],
  evictionMs = 0,
}: Given = {}) => {
  const store = createStore()
  const effective = createTable<EffectivePolicy>()
  const calls: string[] = []
  const notes: EventNote[] = []
  let time = 0
  const world = aWorld({ accounts: [attachedAccount()], template })
  effective.upsert('acme', evicting('acme'))
  store.namespaces.upsert('team', { name: 'team', labels: {}, terminating: false })
  store.membership.namespaceChanged('team', store.namespaces.get('team'))
  store.membership.policyChanged('acme', () => true, store.namespaces.values())
  store.serviceAccounts.upsert('team/default', attachedAccount())
  store.pullSecrets.upsert('team/acme-registry', managedSecret('acme'))
  for (const pod of pods) {
    const key = `team/${pod.name}`
    store.pods.upsert(key, pod)
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' }
    store.findings.set(key, { workload, findings: diagnosePod(pod, world), since: 0 })
    if (pod.controller !== undefined && template !== 'unread')
      store.owners.set(pod.controller.uid, { workload, template, readAt: 0 })
  }
  const reconcile = reconcileRecovery({
    store,
    effective,
    world,
    isProtected: (namespace) => protectedNamespaces.includes(namespace),
    clock: () => time,
    now: () => (attachedAt + 3600) * 1000,
    owners: { want: (_, owner, subject) => void calls.push(`read ${owner.kind} for ${subject}`) },
    cluster: {
      lookAtPod: async (namespace, name) => {
        const pod = store.pods.get(`${namespace}/${name}`) ?? stuck
        return fresh === undefined ? { pod, resourceVersion: '77' } : fresh(pod)
      },
      evictPod: async (look) => {
        time += evictionMs
        answer?.(look)
        calls.push(`evict ${look.pod.name} uid ${look.pod.uid} version ${look.resourceVersion}`)
      },
    },
    evicted: (one) =>
      announceEviction({ record: (note) => notes.push(note), known() {}, forgotten() {}, stop() {} }, one),
    refused: (one, reason) => calls.push(`refused ${one.pod.name}: ${reason}`),
  })
  const run = (policy = 'acme') => reconcile(policy, new AbortController().signal)
  return { store, effective, calls, notes, run }
}

describe('recovery', () => {
  test('a stuck pod is read anew and evicted in just that version, told once on the pod', async () => {
    const { run, calls, notes, store } = scene()
    expect(await run()).toEqual({ kind: 'done' })
    expect(calls).toEqual([`evict ${stuck.name} uid pod-uid-1 version 77`])
    expect(notes).toMatchObject([
      {
        involved: { kind: 'Pod', namespace: 'team', name: stuck.name, uid: 'pod-uid-1' },
        reason: 'EvictedForCredentials',
      },
    ])
    expect(notes[0]?.message).toContain('ghcr.io/acme/app:1')
    expect(store.pods.get(`team/${stuck.name}`)?.deleting).toBe(true)
  })

  test('it is not evicted twice while the watch has not told of the first time', async () => {
    const { run, calls } = scene()
    await run()
    await run()
    expect(calls).toHaveLength(1)
  })

  test('the owner is read first when nobody knows its template', async () => {
    const { run, calls } = scene({ template: 'unread' })
    expect(await run()).toEqual({ kind: 'done' })
    expect(calls).toEqual([`read ReplicaSet for team/${stuck.name}`])
  })

  test.each<[string, Partial<Given>]>([
    ['it is gone', { fresh: () => undefined }],
    ['another has its name', { fresh: (pod) => ({ pod: { ...pod, uid: 'other' }, resourceVersion: '78' }) }],
    ['it runs by now', { fresh: (pod) => ({ pod: { ...pod, waiting: [], hasRun: true }, resourceVersion: '78' }) }],
    ['a sidecar has started', { fresh: (pod) => ({ pod: { ...pod, hasRun: true }, resourceVersion: '78' }) }],
    ['it is going', { fresh: (pod) => ({ pod: { ...pod, deleting: true }, resourceVersion: '78' }) }],
  ])('what the store does not show yet counts: %s', async (_, given) => {
    const { run, calls, notes } = scene(given)
    expect(await run()).toEqual({ kind: 'requeue' })
    expect({ calls, notes }).toEqual({ calls: [], notes: [] })
  })

  test('a pod that changed between look and eviction is judged anew', async () => {
    const { run, notes } = scene({
      answer: () => {
        throw refusal(409)
      },
    })
    expect(await run()).toEqual({ kind: 'requeue' })
    expect(notes).toEqual([])
  })

  test('a 429 is waited for, as long as it says, and nothing more is tried until then', async () => {
    const pods = many(12)
    let tries = 0
    const { run } = scene({
      pods,
      answer: () => {
        tries += 1
        throw refusal(429, 17)
      },
    })
    expect(await run()).toEqual({ kind: 'requeueAfter', ms: 17_000 })
    expect(tries).toBeLessThanOrEqual(4)
  })

  test('one refused eviction keeps no other pod from its own, and is told', async () => {
    const pods = [stuck, { ...stuck, name: 'other', uid: 'uid-2', createdAt: stuck.createdAt + 1, nodeName: 'n2' }]
    const { run, calls } = scene({
      pods,
      answer: ({ pod }) => {
        if (pod.name === stuck.name) throw refusal(403)
      },
    })
    expect(await run()).toEqual({ kind: 'requeueAfter', ms: 60_000 })
    expect(calls).toEqual([
      'evict other uid uid-2 version 77',
      expect.stringMatching(`^refused ${stuck.name}: Forbidden`),
    ])
    expect(await run()).toEqual({ kind: 'requeueAfter', ms: 60_000 })
    expect(calls).toHaveLength(2)
  })

  test('a namespace whose webhook fails keeps no other pod from its own: it comes again in a minute', async () => {
    const pods = many(12)
    const { run, calls } = scene({
      pods,
      answer: ({ pod }) => {
        if (pod.createdAt < stuck.createdAt + 6) throw refusal(500)
      },
    })
    await expect(run()).rejects.toThrow('InternalError')
    expect(calls).toEqual([6, 7, 8, 9, 10, 11].map((n) => `evict web-${n} uid uid-${n} version 77`))
    expect(await run()).toEqual({ kind: 'requeueAfter', ms: 60_000 })
    expect(calls).toHaveLength(6)
  })

  test('two policies together evict no more on a node than one may', async () => {
    const { store, effective, calls, run } = scene({ pods: many(12).map((pod) => ({ ...pod, nodeName: 'busy' })) })
    const names = ['acme-registry', 'other-registry']
    const attached = JSON.stringify(Object.fromEntries(names.map((name) => [name, new Date(attachedAt * 1000)])))
    store.serviceAccounts.upsert('team/default', anAccount(names, { attached, resourceVersion: '2' }))
    store.pullSecrets.upsert('team/other-registry', managedSecret('other'))
    store.membership.policyChanged('other', () => true, store.namespaces.values())
    effective.upsert('other', evicting('other'))
    const soon = { kind: 'requeueAfter', ms: 1000 / budgetLimits.node.perSecond }
    expect(await run('acme')).toEqual(soon)
    expect(await run('other')).toEqual(soon)
    expect(calls).toHaveLength(budgetLimits.node.burst)
  })

  test('how long the evictions took is no wait on top', async () => {
    const { calls, run } = scene({ pods: many(3).map((pod) => ({ ...pod, nodeName: 'busy' })), evictionMs: 40 })
    expect(await run()).toEqual({ kind: 'requeueAfter', ms: 1000 / budgetLimits.node.perSecond - calls.length * 40 })
  })

  test.each([503, 504])('an API server that is in trouble (%d) is asked for nothing more', async (status) => {
    const pods = many(12)
    let tries = 0
    const { run } = scene({
      pods,
      answer: () => {
        tries += 1
        throw refusal(status)
      },
    })
    await expect(run()).rejects.toThrow('no')
    expect(tries).toBe(4)
  })

  test('an API server that fails is left to the back-off of the controller', async () => {
    const { run } = scene({
      answer: () => {
        throw refusal(500)
      },
    })
    await expect(run()).rejects.toThrow('InternalError')
  })

  test.each<[string, (given: ReturnType<typeof scene>) => void]>([
    ['the secret is not there', ({ store }) => store.pullSecrets.remove('team/acme-registry')],
    [
      'somebody else’s Secret has the name',
      ({ store }) =>
        store.pullSecrets.upsert(
          'team/acme-registry',
          aPullSecret('acme-registry', ['ghcr.io/acme/'], { uid: 'x', resourceVersion: '2' }),
        ),
    ],
    [
      'the secret is of another policy',
      ({ store }) =>
        store.pullSecrets.upsert(
          'team/acme-registry',
          aPullSecret('acme-registry', ['ghcr.io/acme/'], {
            uid: 'x',
            resourceVersion: '2',
            marks: marksOf('older', { namespace: 'team', name: 'acme-registry' }),
          }),
        ),
    ],
    [
      'the namespace is going',
      ({ store }) => store.namespaces.upsert('team', { name: 'team', labels: {}, terminating: true }),
    ],
  ])('nothing is evicted where %s', async (_, change) => {
    const given = scene()
    change(given)
    expect(await given.run()).toEqual({ kind: 'done' })
    expect(given.calls).toEqual([])
  })

  test('nothing is evicted in a protected namespace', async () => {
    const { run, calls } = scene({ protectedNamespaces: ['team'] })
    await run()
    expect(calls).toEqual([])
  })
})
