import { explain } from '../../../../src/cli/explain/explain.ts'
import { createFileStore } from '../../../../src/cli/explain/fileLookup.ts'
import { gather } from '../../../../src/cli/explain/gather.ts'
import { findSubject } from '../../../../src/cli/explain/subject.ts'

const image = 'ghcr.io/acme/app:1'

const meta = (name: string, owner?: { readonly kind: string; readonly name: string }): object => ({
  name,
  namespace: 'team',
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-11-24T09:00:00Z',
  ...(owner && {
    ownerReferences: [{ apiVersion: 'apps/v1', ...owner, uid: `uid-${owner.name}`, controller: true }],
  }),
})
const spec = (imagePullPolicy: string, of = image): object => ({
  serviceAccountName: 'default',
  containers: [{ name: 'app', image: of, imagePullPolicy }],
})
const workload = (kind: string, name: string, policy: string, of?: string): Record<string, unknown> => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: meta(name),
  spec: { selector: { matchLabels: { app: 'web' } }, template: { spec: spec(policy, of) } },
})
const pod = (policy: string, owner?: { readonly kind: string; readonly name: string }): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...meta('web-1', owner), labels: { app: 'web' } },
  spec: spec(policy),
  status: { phase: 'Running' },
})
const set = { kind: 'ReplicaSet', name: 'web-6d4b75cb6d' }
const daemons = { kind: 'DaemonSet', name: 'web' }

/** What is told of the pull policy of the one container. */
const policyOf = async (kind: string, name: string, ...objects: readonly Record<string, unknown>[]) => {
  const store = createFileStore('team')
  for (const object of objects) store.add(String(object['kind']), object)
  const found = await findSubject({ kind, name }, 'team', store.lookup)
  if (!found.ok) throw new Error(found.problem)
  const facts = await gather(found.subject, store.lookup)
  if ('problem' in facts) throw new Error(facts.problem)
  const { policy, origin, nextStart, note } = explain(facts).containers[0]?.pullPolicy ?? {}
  return { policy, origin, nextStart, note }
}

describe('AlwaysPullImages, as far as it can be known', () => {
  const rs = (policy: string, of?: string) => workload('ReplicaSet', set.name, policy, of)
  test.each([
    [
      "a pod whose ReplicaSet's template asks for another",
      'Pod',
      'web-1',
      [pod('Always', set), rs('IfNotPresent')],
      'Always Admission',
    ],
    ['whose template asks for the same', 'Pod', 'web-1', [pod('Always', set), rs('Always')], 'Always WrittenOrStale'],
    [
      'whose template is for another image: it tells nothing',
      'Pod',
      'web-1',
      [pod('Always', set), rs('IfNotPresent', 'nginx:1')],
      'Always WrittenOrAdmission',
    ],
    ['whose owner was not given', 'Pod', 'web-1', [pod('Always', set)], 'Always WrittenOrAdmission'],
    ['a bare pod', 'Pod', 'web-1', [pod('Always')], 'Always WrittenOrAdmission'],
    [
      'a pod that it has left alone',
      'Pod',
      'web-1',
      [pod('IfNotPresent', set), rs('IfNotPresent')],
      'IfNotPresent WrittenOrDefaulted',
    ],
    [
      'a template whose pod is Always',
      'Deployment',
      'web',
      [workload('Deployment', 'web', 'IfNotPresent'), pod('Always', set)],
      'Always Admission',
    ],
    [
      'a template whose pod is as it says',
      'Deployment',
      'web',
      [workload('Deployment', 'web', 'IfNotPresent'), pod('IfNotPresent', set)],
      'IfNotPresent WrittenOrDefaulted',
    ],
  ] as const)('%s', async (_, kind, name, objects, expected) => {
    const { policy, origin, nextStart } = await policyOf(kind, name, ...objects)
    expect(`${policy} ${origin}`).toBe(expected)
    if (policy === 'Always') expect(nextStart).toBe('AskRegistry')
  })

  test('a template without a pod does not tell, and it is said', async () => {
    expect(await policyOf('Deployment', 'web', workload('Deployment', 'web', 'IfNotPresent'))).toMatchObject({
      policy: 'IfNotPresent',
      note: expect.stringMatching(/cannot be seen before there is a pod/),
    })
  })

  test('a template that asks for Always is asked nothing more', async () => {
    expect((await policyOf('Deployment', 'web', workload('Deployment', 'web', 'Always'))).note).toBe(undefined)
  })

  test("a DaemonSet's template may have been edited since, and that is said", async () => {
    const answer = await policyOf('Pod', 'web-1', pod('Always', daemons), workload('DaemonSet', 'web', 'IfNotPresent'))
    expect(answer).toMatchObject({
      origin: 'Admission',
      note: expect.stringMatching(/unless its template was edited since/),
    })
  })
})
