import type { Labels } from '../../../../src/domain/objects/labels.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import { wantedIn } from '../../../../src/plan/credentials/wantedIn.ts'

const namespace = (labels: Labels = {}) => ({ name: 'team-a', labels, terminating: false })

const policy = (name: string, createdAt: number, more: Partial<EffectivePolicy> = {}): EffectivePolicy => ({
  name,
  createdAt,
  deleting: false,
  suspended: false,
  selectsNamespace: () => true,
  sources: [],
  fingerprint: '',
  credentials: {
    secretName: 'registry',
    intent: { kind: 'publish', config: name, digest: name },
    registries: [],
    selectsAccount: () => true,
    recovery: 'Evict',
  },
  ...more,
})

const unprotected = () => false
const winner = (...policies: readonly EffectivePolicy[]) =>
  wantedIn(namespace(), policies, unprotected).wanted.map((want) => want.policy)

describe('what policies want in a namespace', () => {
  const [older, younger] = [policy('b', 1), policy('a', 2)]

  test('of two that want one name the older has it, whoever comes first, and the other is told', () => {
    expect(winner(older, younger)).toEqual(['b'])
    expect(winner(younger, older)).toEqual(['b'])
    expect(wantedIn(namespace(), [younger, older], unprotected).yielded).toEqual([
      { policy: 'a', secretName: 'registry', to: 'b' },
    ])
  })

  test('of two of one age the one with the smaller name has it', () => {
    expect(winner(policy('y', 1), policy('x', 1))).toEqual(['x'])
  })

  test('when the older leaves, the other has it', () => {
    expect(winner({ ...older, deleting: true }, younger)).toEqual(['a'])
    expect(winner({ ...older, selectsNamespace: () => false }, younger)).toEqual(['a'])
  })

  test('a protected namespace gets nothing', () => {
    expect(wantedIn(namespace(), [older], () => true)).toEqual({ wanted: [], yielded: [] })
  })

  test.each`
    value      | wanted
    ${'true'}  | ${0}
    ${'false'} | ${1}
    ${''}      | ${1}
  `('labelled pullkeeper.dev/ignore=$value it gets $wanted', ({ value, wanted }: { value: string; wanted: number }) => {
    const labels = { 'pullkeeper.dev/ignore': value }
    expect(wantedIn(namespace(labels), [older], unprotected).wanted).toHaveLength(wanted)
  })
})
