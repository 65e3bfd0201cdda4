import { createSourceLooks } from '../../../../src/controllers/policies/sourceLooks.ts'
import type { Policy } from '../../../../src/domain/objects/policy.ts'
import { createStore } from '../../../../src/store/store.ts'
import { aPullSecret } from '../../../support/builders/secret.ts'

const policyFrom = (name: string, secret: string, version = '1'): Policy => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: version,
  generation: 1,
  createdAt: 0,
  deleting: false,
  finalizers: [],
  spec: {
    suspend: false,
    credentials: { sources: [{ kind: 'secret', name: 's', secretRef: { name: secret } }], recovery: 'Evict' },
  },
})

const scene = () => {
  const store = createStore()
  const opaque = new Set(['robot', 'other'])
  const cluster = {
    lookAtSecret: (_: string, name: string) =>
      Promise.resolve(
        opaque.has(name) ? ({ kind: 'otherType', type: 'Opaque' } as const) : ({ kind: 'absent' } as const),
      ),
  }
  const looks = createSourceLooks(store, cluster, 'team')
  const put = async (policy: Policy): Promise<void> => {
    store.policies.upsert(policy.name, policy)
    await looks.refresh(policy)
  }
  return { store, opaque, put, look: (name: string) => looks.look('team', name).kind }
}

test('a source of another type is told from one that is absent, until it is gone or made right', async () => {
  const { store, opaque, put, look } = scene()
  await put(policyFrom('p', 'robot'))
  expect([look('robot'), look('nobody')]).toEqual(['otherType', 'absent'])
  opaque.delete('robot')
  await put(policyFrom('p', 'robot'))
  expect(look('robot')).toBe('absent')
  store.pullSecrets.upsert('team/robot', aPullSecret('robot', []))
  expect(look('robot')).toBe('seen')
})

test('what no policy names any more is forgotten: policies come and go for ever', async () => {
  const { store, put, look } = scene()
  await put(policyFrom('p', 'robot'))
  await put(policyFrom('q', 'other'))
  store.policies.remove('p')
  await put(policyFrom('q', 'other', '2'))
  expect([look('robot'), look('other')]).toEqual(['absent', 'otherType'])
})
