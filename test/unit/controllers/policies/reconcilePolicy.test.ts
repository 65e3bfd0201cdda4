import { reconcilePolicy } from '../../../../src/controllers/policies/reconcilePolicy.ts'
import { createProviders } from '../../../../src/controllers/providers/providers.ts'
import type { Policy } from '../../../../src/domain/objects/policy.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import { digestOfConfig } from '../../../../src/store/records/pullSecret.ts'
import { createStore } from '../../../../src/store/store.ts'
import { createTable } from '../../../../src/store/table.ts'

/** On its way out, and nothing of it is to be seen any more. */
const departing: Policy = {
  name: 'p',
  uid: 'uid-p',
  resourceVersion: '1',
  generation: 2,
  createdAt: 0,
  deleting: true,
  finalizers: ['others', 'pullkeeper.dev/cleanup'],
  spec: {
    suspend: false,
    namespaceSelector: {},
    credentials: { sources: [{ kind: 'secret', name: 's', secretRef: { name: 's' } }], recovery: 'Evict' },
  },
}

/** The finalizers that are written for it, if any are, when it is looked at twice before the watch tells of it. */
const finalizersAfter = async (unsettled: boolean, going = departing): Promise<readonly (readonly string[])[]> => {
  const store = createStore()
  store.policies.upsert('p', going)
  const written: (readonly string[])[] = []
  const reconcile = reconcilePolicy({
    store,
    effective: createTable<EffectivePolicy>(),
    scope: {
      ownNamespace: 'system',
      allowedNamespaces: new Set(),
      look: () => ({ kind: 'absent' }),
      providers: createProviders([]).scope,
      imagesIn: () => [],
    },
    digestOf: digestOfConfig,
    diagnoseOnly: false,
    cluster: {
      writeFinalizers: (policy, finalizers) => {
        written.push(finalizers)
        // As kube-apiserver: the write that ends an object is answered with the version that it had.
        const resourceVersion = finalizers.length === 0 ? policy.resourceVersion : '2'
        return Promise.resolve({ ...policy, finalizers, resourceVersion })
      },
    },
    sources: { look: () => ({ kind: 'absent' }), refresh: () => Promise.resolve() },
    unreadablePolicies: () => new Set(),
    progress: { unsettled: () => unsettled, refuses: () => false },
    gaveUp: () => undefined,
    enqueueNamespaces: () => undefined,
  })
  for (const _ of ['once', 'again']) await reconcile('p', new AbortController().signal)
  return written
}

test('the finalizer waits for writes that are under way: they may leave a trace that no watch has told of', async () => {
  expect(await finalizersAfter(true)).toEqual([])
})

test('then it goes, and those of others stay', async () => {
  expect(await finalizersAfter(false)).toEqual([['others']])
})

test('the last finalizer is taken away once: what it ended is gone before the watch tells', async () => {
  expect(await finalizersAfter(false, { ...departing, finalizers: ['pullkeeper.dev/cleanup'] })).toEqual([[]])
})
