import { ApiError, failureOfStatus } from '../../../../src/kube/apiError.ts'
import { type JsonObject, objectAt, objectsAt, textAt } from '../../../support/apiserver/json.ts'
import { authsOf, listOf, recordedOn, sourceSecret } from '../../../support/simulation/credentials.ts'
import { operatorNamespace, policies } from '../../../support/simulation/modelServer.ts'
import { createScenario, type Scenario } from '../../../support/simulation/scenario.ts'

const secondMs = 1_000
const minuteMs = 60_000

let scene: Scenario
beforeEach(() => {
  scene = createScenario()
})
afterEach(() => scene.stop())

const source = (name: string, version = 1) => scene.server.create(sourceSecret(name, version))
const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => {
  scene.server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
  account(name, 'default')
}
const account = (of: string, name: string, list: readonly string[] = []) =>
  scene.server.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace: of, name },
    imagePullSecrets: list.map((each) => ({ name: each })),
  })
const policy = (name: string, spec: JsonObject = {}, credentials: JsonObject = {}) =>
  scene.server.create({
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name },
    spec: {
      namespaceSelector: {},
      credentials: { sources: [{ name: 's1', secretRef: { name: 's1' } }], ...credentials },
      ...spec,
    },
  })

const change = (resource: string, named: { namespace?: string; name: string }, patch: JsonObject) =>
  scene.server.patch(resource, named, patch)
const changePolicy = (name: string, spec: JsonObject) => change(policies, { name }, { spec })
const accountNow = (of: string, name = 'default') => scene.server.get('serviceaccounts', { namespace: of, name })
const list = (of: string, name = 'default') => listOf(accountNow(of, name))
const secret = (of: string, name = 'pullkeeper-p') => scene.server.find('secrets', { namespace: of, name })
const condition = (name: string, type: string) =>
  objectsAt(objectAt(scene.server.get(policies, { name }), 'status'), 'conditions').find(
    (each) => each['type'] === type,
  )

/** A policy `p` carried out in namespaces `a` and `b`. */
const carriedOut = async () => {
  source('s1')
  namespace('a', { team: 'blue' })
  namespace('b')
  policy('p')
  await scene.rest()
  await scene.pass(3 * secondMs)
}

describe('what a policy gave is taken back, references first', () => {
  beforeEach(carriedOut)
  const nothingIn = (of: string) => {
    expect(list(of)).toEqual([])
    expect(recordedOn(accountNow(of))).toEqual([])
    expect(secret(of)).toBeUndefined()
  }

  test('it was there', () => {
    expect([list('a'), list('b')]).toEqual([['pullkeeper-p'], ['pullkeeper-p']])
    expect(scene.server.get(policies, { name: 'p' }).metadata.finalizers).toEqual(['pullkeeper.dev/cleanup'])
  })

  test('the policy is deleted: reference, secret, and the finalizer last of all', async () => {
    const before = scene.writes.length
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    nothingIn('a')
    nothingIn('b')
    expect(scene.server.find(policies, { name: 'p' })).toBeUndefined()
    const order = scene.writes.slice(before)
    const at = (verb: string, of: string) =>
      order.findIndex((each) => each.startsWith(verb) && each.includes(`/${of}/`))
    for (const each of ['a', 'b']) expect(at('PATCH', each)).toBeLessThan(at('DELETE', each))
    expect(order.at(-1)).toContain('imagepolicies/p')
  })

  test.each<[string, () => void, readonly string[]]>([
    ['it is suspended, then deleted', () => void changePolicy('p', { suspend: true }), ['a', 'b']],
    ['its credentials are removed', () => void changePolicy('p', { credentials: null }), ['a', 'b']],
    [
      'a namespace is no longer selected',
      () => void changePolicy('p', { namespaceSelector: { matchLabels: { team: 'blue' } } }),
      ['b'],
    ],
    [
      'a namespace opts out',
      () => void change('namespaces', { name: 'a' }, { metadata: { labels: { 'pullkeeper.dev/ignore': 'true' } } }),
      ['a'],
    ],
  ])('%s', async (name, act, gone) => {
    act()
    await scene.rest()
    if (name.endsWith('deleted')) scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    for (const each of ['a', 'b']) {
      if (gone.includes(each)) nothingIn(each)
      else expect([list(each), secret(each)?.kind]).toEqual([['pullkeeper-p'], 'Secret'])
    }
  })

  test.each<[string, () => void]>([
    [
      'its account is no longer selected',
      () => void changePolicy('p', { credentials: { serviceAccounts: { names: ['x'] } } }),
    ],
    [
      'its account opts out',
      () =>
        void change(
          'serviceaccounts',
          { namespace: 'a', name: 'default' },
          { metadata: { labels: { 'pullkeeper.dev/ignore': 'true' } } },
        ),
    ],
  ])('from an account when %s; the secret stays', async (_, act) => {
    act()
    await scene.rest()
    expect(list('a')).toEqual([])
    expect(secret('a')).toBeDefined()
  })

  test('of two policies one leaves: what the other gave stays as it is', async () => {
    policy('q')
    await scene.rest()
    expect(list('a')).toEqual(['pullkeeper-p', 'pullkeeper-q'])
    const kept = secret('a', 'pullkeeper-q')
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    expect(list('a')).toEqual(['pullkeeper-q'])
    expect(secret('a', 'pullkeeper-q')).toEqual(kept)
  })

  test('entries of others stay, an entry of our name that was there before among them', async () => {
    account('a', 'old', ['theirs', 'pullkeeper-p', 'x'])
    await scene.rest()
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    expect(list('a', 'old')).toEqual(['theirs', 'pullkeeper-p', 'x'])
  })

  test('a namespace that goes keeps no policy, and nothing is written in it', async () => {
    scene.server.delete('namespaces', { name: 'a' })
    await scene.rest()
    const before = scene.writes.length
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    expect(scene.server.find(policies, { name: 'p' })).toBeUndefined()
    expect(scene.writes.slice(before).filter((each) => each.includes('/namespaces/a/'))).toEqual([])
  })

  test.each`
    answer | what
    ${403} | ${'refuses'}
    ${500} | ${'fails'}
  `(
    'a namespace whose API $what keeps no policy for ever; it is cleaned once it can be',
    async ({ answer }: { answer: number }) => {
      scene.intercept((call) =>
        call.writes && call.name.includes('/namespaces/a/')
          ? new ApiError(failureOfStatus({ message: 'not now' }, answer), call.name)
          : undefined,
      )
      scene.server.delete(policies, { name: 'p' })
      for (let seconds = 0; seconds < 60; seconds += 1) await scene.pass(secondMs)
      expect(scene.server.find(policies, { name: 'p' })).toBeUndefined()
      expect(list('a')).toEqual(['pullkeeper-p'])
      expect(secret('a')).toBeDefined()

      scene.intercept(() => undefined)
      await scene.pass(2 * minuteMs)
      nothingIn('a')
    },
  )
})

test('a secret stays where its reference cannot be taken away, for references go first', async () => {
  await carriedOut()
  scene.intercept(({ name, writes }) =>
    writes && name.includes('/namespaces/a/serviceaccounts/')
      ? new ApiError(failureOfStatus({}, 403), name)
      : undefined,
  )
  scene.server.delete(policies, { name: 'p' })
  await scene.rest()
  await scene.pass(3 * secondMs)
  expect([list('a'), secret('a')?.kind]).toEqual([['pullkeeper-p'], 'Secret'])
  expect([list('b'), secret('b')]).toEqual([[], undefined])

  scene.intercept(() => undefined)
  await scene.pass(2 * minuteMs)
  expect([list('a'), secret('a')]).toEqual([[], undefined])
})

describe('a suspended policy writes nothing, whatever becomes of what it selects', () => {
  beforeEach(async () => {
    await carriedOut()
    changePolicy('p', { suspend: true })
    await scene.rest()
  })
  const given = (of: string) => [list(of), recordedOn(accountNow(of)), secret(of)?.kind]
  const kept = [['pullkeeper-p'], ['pullkeeper-p'], 'Secret']
  const ignored = { metadata: { labels: { 'pullkeeper.dev/ignore': 'true' } } }

  test.each<[string, () => void]>([
    ['it selects less', () => void changePolicy('p', { namespaceSelector: { matchLabels: { team: 'blue' } } })],
    ['its credentials are removed', () => void changePolicy('p', { credentials: null })],
    ['the namespace opts out', () => void change('namespaces', { name: 'b' }, ignored)],
    ['the account opts out', () => void change('serviceaccounts', { namespace: 'b', name: 'default' }, ignored)],
  ])('%s; it is done once the policy goes on', async (_, act) => {
    const before = scene.writes.length
    act()
    await scene.rest()
    expect(given('b')).toEqual(kept)
    scene.restart()
    await scene.rest()
    expect(given('b')).toEqual(kept)
    expect(scene.writes.slice(before)).toEqual([])

    changePolicy('p', { suspend: false })
    await scene.rest()
    expect(list('b')).toEqual([])
    expect(recordedOn(accountNow('b'))).toEqual([])
  })

  test('a reference stays when somebody deletes the secret of a namespace that is no longer selected', async () => {
    changePolicy('p', { namespaceSelector: { matchLabels: { team: 'blue' } } })
    await scene.rest()
    const before = scene.writes.length
    scene.server.delete('secrets', { namespace: 'b', name: 'pullkeeper-p' })
    await scene.rest()
    expect(scene.writes.slice(before)).toEqual([])
    expect(list('b')).toEqual(['pullkeeper-p'])

    changePolicy('p', { suspend: false })
    await scene.rest()
    expect(list('b')).toEqual([])
  })

  test('it is deleted: what it gave is taken back, also where it selects no longer', async () => {
    changePolicy('p', { namespaceSelector: { matchLabels: { team: 'blue' } } })
    await scene.rest()
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    for (const each of ['a', 'b']) expect(given(each)).toEqual([[], [], undefined])
    expect(scene.server.find(policies, { name: 'p' })).toBeUndefined()
  })

  test('it keeps no other policy that goes', async () => {
    policy('q')
    await scene.rest()
    changePolicy('p', { namespaceSelector: { matchLabels: { team: 'blue' } } })
    await scene.rest()
    changePolicy('q', { credentials: null })
    await scene.rest()
    expect(given('b')).toEqual(kept)
    expect(scene.server.get(policies, { name: 'q' }).metadata.finalizers ?? []).toEqual([])
  })
})

/** As a tenant does it: the same marks, but a type that no watch shows. */
const makeOpaque = (of: string, name = 'pullkeeper-p') => {
  const { labels, annotations } = scene.server.delete('secrets', { namespace: of, name }).metadata
  scene.server.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: of, name, labels, annotations },
    type: 'Opaque',
  })
}

describe('what somebody made anew with another type is not left behind', () => {
  beforeEach(carriedOut)

  test.each<[string, () => Promise<void>]>([
    [
      'while the policy was suspended',
      async () => {
        changePolicy('p', { suspend: true })
        await scene.rest()
        makeOpaque('a')
        await scene.rest()
        scene.server.delete(policies, { name: 'p' })
      },
    ],
    [
      'while the policy was suspended, and the operator started anew since',
      async () => {
        changePolicy('p', { suspend: true })
        await scene.rest()
        makeOpaque('a')
        scene.restart()
        await scene.rest()
        scene.server.delete(policies, { name: 'p' })
      },
    ],
    [
      'before the operator started, as the policy was deleted',
      async () => {
        scene.stop()
        makeOpaque('a')
        scene.server.delete(policies, { name: 'p' })
        scene.restart()
        await scene.rest()
      },
    ],
    [
      'before the operator started, and its reference removed',
      async () => {
        scene.stop()
        makeOpaque('a')
        change('serviceaccounts', { namespace: 'a', name: 'default' }, { imagePullSecrets: null })
        scene.server.delete(policies, { name: 'p' })
        scene.restart()
        await scene.rest()
      },
    ],
  ])('%s', async (_, act) => {
    await act()
    await scene.rest()
    await scene.pass(3 * secondMs)
    expect([list('a'), recordedOn(accountNow('a')), secret('a')]).toEqual([[], [], undefined])
    expect(scene.server.find(policies, { name: 'p' })).toBeUndefined()
  })

  test('one without our marks is, for it is not ours', async () => {
    changePolicy('p', { suspend: true })
    await scene.rest()
    scene.server.delete('secrets', { namespace: 'a', name: 'pullkeeper-p' })
    scene.server.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: 'a', name: 'pullkeeper-p' },
      type: 'Opaque',
    })
    await scene.rest()
    scene.server.delete(policies, { name: 'p' })
    await scene.rest()
    expect(list('a')).toEqual([])
    expect(secret('a')?.['type']).toBe('Opaque')
  })
})

describe('what was given is kept right', () => {
  beforeEach(carriedOut)
  const good = { 's1.example.com': expect.any(String), 'shared.example.com': expect.any(String) }

  test.each<[string, () => void]>([
    ['deleted', () => void scene.server.delete('secrets', { namespace: 'a', name: 'pullkeeper-p' })],
    [
      'edited',
      () => void change('secrets', { namespace: 'a', name: 'pullkeeper-p' }, { data: { '.dockerconfigjson': 'e30=' } }),
    ],
    [
      'edited and made immutable',
      () =>
        void change(
          'secrets',
          { namespace: 'a', name: 'pullkeeper-p' },
          { immutable: true, data: { '.dockerconfigjson': 'e30=' } },
        ),
    ],
    ['made anew with another type', () => makeOpaque('a')],
    [
      'given to another policy by its label',
      () =>
        void change(
          'secrets',
          { namespace: 'a', name: 'pullkeeper-p' },
          { metadata: { labels: { 'pullkeeper.dev/policy': 'x' } } },
        ),
    ],
  ])('a copy that was %s', async (_, act) => {
    act()
    await scene.rest()
    const restored = secret('a')
    expect(authsOf(restored)).toEqual(good)
    expect([restored?.['type'], restored?.metadata.labels?.['pullkeeper.dev/policy'], restored?.['immutable']]).toEqual(
      ['kubernetes.io/dockerconfigjson', 'p', undefined],
    )
    expect(list('a')).toEqual(['pullkeeper-p'])
  })

  test('a rotated source reaches every copy in place', async () => {
    const before = secret('a')?.metadata.uid
    change('secrets', { namespace: operatorNamespace, name: 's1' }, { data: sourceSecret('s1', 2)['data'] ?? null })
    await scene.rest()
    for (const each of ['a', 'b'])
      expect(authsOf(secret(each))).toEqual(
        authsOf(scene.server.get('secrets', { namespace: operatorNamespace, name: 's1' })),
      )
    expect(secret('a')?.metadata.uid).toBe(before)
  })

  test.each<[string, () => void, string]>([
    [
      'turns bad',
      () =>
        void change(
          'secrets',
          { namespace: operatorNamespace, name: 's1' },
          { data: { '.dockerconfigjson': 'eyJhdXRocyI6W119' } },
        ),
      'Malformed',
    ],
    ['is deleted', () => void scene.server.delete('secrets', { namespace: operatorNamespace, name: 's1' }), 'NotFound'],
  ])('a source that %s leaves the last good copies, and the policy says so', async (_, act, state) => {
    const before = secret('a')
    act()
    await scene.rest()
    await scene.pass(3 * secondMs)
    expect(secret('a')).toEqual(before)
    expect(condition('p', 'Ready')).toMatchObject({ status: 'False', reason: 'SourceInvalid' })
    expect(textAt(condition('p', 'Ready'), 'message')).toContain(state)
    namespace('c')
    await scene.rest()
    expect(list('c')).toEqual([])
  })

  test('an entry that somebody removes is put back; who goes on is met slowly, and told of', async () => {
    const strip = () => void change('serviceaccounts', { namespace: 'a', name: 'default' }, { imagePullSecrets: null })
    strip()
    await scene.rest()
    expect(list('a')).toEqual(['pullkeeper-p'])

    const before = scene.writes.length
    for (let second = 0; second < 600; second += 1) {
      if (list('a').length > 0) strip()
      await scene.pass(secondMs)
    }
    // Without a pace there would be 600.
    expect(scene.writes.length - before).toBeLessThanOrEqual(8)
    const { message } = condition('p', 'CredentialsReady') ?? {}
    expect(condition('p', 'CredentialsReady')).toMatchObject({ status: 'False', reason: 'UndoneByAnother' })
    expect(message).toContain('keeps removing pullkeeper-p from ServiceAccount a/default')

    await scene.pass(15 * minuteMs)
    await scene.pass(3 * secondMs)
    expect(list('a')).toEqual(['pullkeeper-p'])
    expect(condition('p', 'CredentialsReady')).toMatchObject({ status: 'True' })
  })

  test('in steady state nothing is asked and nothing is written, whatever the time', async () => {
    const asked: string[] = []
    scene.intercept(({ name }) => {
      asked.push(name)
      return undefined
    })
    for (let minute = 0; minute < 60; minute += 1) await scene.pass(minuteMs)
    expect(asked).toEqual([])
  })

  test('a restart plans nothing', async () => {
    const before = scene.writes.length
    scene.restart()
    await scene.rest()
    await scene.pass(minuteMs)
    expect(scene.writes.length).toBe(before)
  })
})
