import { createKubeCluster } from '../../../src/controllers/kubeCluster.ts'
import type { ApiClient } from '../../../src/kube/client.ts'
import type { ManagedSecret } from '../../../src/plan/credentials/action.ts'
import { aPod } from '../../support/builders/pod.ts'

type Call = readonly [method: keyof ApiClient, ...args: readonly unknown[]]

/** A cluster whose requests are only noted; what they are answered with does not matter here. */
const noting = () => {
  const calls: Call[] = []
  const note =
    (method: keyof ApiClient) =>
    (...args: readonly unknown[]): Promise<unknown> => {
      calls.push([method, ...args])
      return Promise.resolve({})
    }
  const client: ApiClient = {
    get: note('get'),
    listPage: () => Promise.reject(new Error('nothing is listed')),
    create: note('create'),
    replace: note('replace'),
    replaceStatus: note('replaceStatus'),
    mergePatch: note('mergePatch'),
    delete: note('delete'),
    evict: note('evict'),
  }
  const decode =
    <R>(record: R) =>
    (): { ok: true; key: string; record: R } => ({ ok: true, key: '', record })
  const never = (): never => {
    throw new Error('not read here')
  }
  const decoders = { pullSecret: never, serviceAccount: never, policy: never, pod: decode(aPod()) }
  return { calls, cluster: createKubeCluster(client, decoders) }
}

const secret: ManagedSecret = { namespace: 'team', name: 'acme', policy: 'p', config: '{"auths":{}}' }
const seen = { uid: 'uid-1', resourceVersion: '7' }

describe('every write carries what it was planned from, so that a faster writer makes it fail', () => {
  test('an eviction: uid and version of the pod', async () => {
    const { calls, cluster } = noting()
    await cluster.evictPod({ pod: aPod({ uid: 'uid-1' }), resourceVersion: '7' })
    expect(calls).toEqual([['evict', { namespace: 'team', name: aPod().name, ...seen }]])
  })

  test('the deletion of a Secret: uid and version', async () => {
    const { calls, cluster } = noting()
    await cluster.deleteSecret('team', 'acme', seen)
    expect(calls).toEqual([['delete', '/api/v1/namespaces/team/secrets/acme', seen]])
  })

  test('a change of a Secret: uid and version, and what is ours of it alone', async () => {
    const { calls, cluster } = noting()
    await cluster.patchSecret(secret, seen).catch(() => undefined)
    expect(calls).toEqual([
      [
        'mergePatch',
        '/api/v1/namespaces/team/secrets/acme',
        {
          metadata: {
            ...seen,
            labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', 'pullkeeper.dev/policy': 'p' },
            annotations: { 'pullkeeper.dev/self': 'team/acme' },
          },
          data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') },
        },
      ],
    ])
  })

  test('a change of a ServiceAccount: its version, and list and record together', async () => {
    const { calls, cluster } = noting()
    await cluster
      .writeAccount({
        do: 'writeAccount',
        namespace: 'team',
        name: 'default',
        resourceVersion: '7',
        imagePullSecrets: ['theirs', 'acme'],
        attached: '{}',
        added: ['acme'],
        removed: [],
      })
      .catch(() => undefined)
    expect(calls).toEqual([
      [
        'mergePatch',
        '/api/v1/namespaces/team/serviceaccounts/default',
        {
          metadata: { resourceVersion: '7', annotations: { 'pullkeeper.dev/attached': '{}' } },
          imagePullSecrets: [{ name: 'theirs' }, { name: 'acme' }],
        },
      ],
    ])
  })
})
