import { createDoubts } from '../../../../src/controllers/credentials/doubts.ts'
import { executePlan } from '../../../../src/controllers/credentials/executePlan.ts'
import { lookAtAccountAgain, lookAtSecretAgain } from '../../../../src/controllers/credentials/lookAgain.ts'
import { createObstacles } from '../../../../src/controllers/credentials/obstacles.ts'
import { createStore } from '../../../../src/store/store.ts'
import { aCluster } from '../../../support/builders/cluster.ts'
import { aPullSecret, anAccount } from '../../../support/builders/secret.ts'

/** A Secret and an account that are held; while an answer is on its way the watch tells that both were made anew. */
const scene = () => {
  const store = createStore()
  store.pullSecrets.upsert('team/s', aPullSecret('s', [], { uid: 'u1' }))
  store.serviceAccounts.upsert('team/default', anAccount([], { uid: 'a1' }))
  const anew = (): Promise<undefined> => {
    store.pullSecrets.upsert('team/s', aPullSecret('s', [], { uid: 'u2', resourceVersion: '9' }))
    store.serviceAccounts.upsert('team/default', anAccount([], { uid: 'a2', resourceVersion: '9' }))
    return Promise.resolve(undefined)
  }
  const deps = { store, obstacles: createObstacles(), doubts: createDoubts(), wrote: () => {} }
  return { store, anew, deps }
}

describe('an answer that comes after the watch has told of the next object of the name', () => {
  test('a Secret that was absent when it was looked at', async () => {
    const { store, anew, deps } = scene()
    const cluster = aCluster({ lookAtSecret: async () => (await anew()) ?? { kind: 'absent' } })
    await lookAtSecretAgain({ ...deps, cluster }, 'team', 's')
    expect(store.pullSecrets.get('team/s')?.uid).toBe('u2')
  })

  test('an account that was absent when it was looked at', async () => {
    const { store, anew, deps } = scene()
    await lookAtAccountAgain({ ...deps, cluster: aCluster({ lookAtAccount: anew }) }, 'team', 'default')
    expect(store.serviceAccounts.get('team/default')?.uid).toBe('a2')
  })

  test('a Secret that we deleted', async () => {
    const { store, anew, deps } = scene()
    const seen = { uid: 'u1', resourceVersion: '1' }
    const plan = { first: [], afterwards: [{ do: 'deleteSecret', namespace: 'team', name: 's', seen } as const] }
    await executePlan({ ...deps, cluster: aCluster({ deleteSecret: anew }) }, plan)
    expect(store.pullSecrets.get('team/s')?.uid).toBe('u2')
  })

  test('without that, what is gone is gone', async () => {
    const { store, deps } = scene()
    const absent = aCluster({
      lookAtSecret: () => Promise.resolve({ kind: 'absent' }),
      lookAtAccount: () => Promise.resolve(undefined),
    })
    await lookAtSecretAgain({ ...deps, cluster: absent }, 'team', 's')
    await lookAtAccountAgain({ ...deps, cluster: absent }, 'team', 'default')
    expect([store.pullSecrets.size(), store.serviceAccounts.size()]).toEqual([0, 0])
  })
})
