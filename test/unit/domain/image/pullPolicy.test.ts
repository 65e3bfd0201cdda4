import { checksCredentialsByDefault, explainNextStart, nextStart } from '../../../../src/domain/image/nextStart.ts'
import {
  defaultPullPolicy,
  explainOrigin,
  pullPolicyOf,
  type StandingPolicy,
} from '../../../../src/domain/image/pullPolicy.ts'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'

const reference = (image: string) => {
  const parsed = parseImageReference(image)
  return parsed.ok ? parsed.reference : undefined
}

describe('the pull policy of a container that names none', () => {
  const digest = `@sha256:${'a'.repeat(64)}`
  test.each`
    image                      | policy
    ${'nginx'}                 | ${'Always'}
    ${'nginx:latest'}          | ${'Always'}
    ${`nginx:latest${digest}`} | ${'Always'}
    ${`nginx${digest}`}        | ${'IfNotPresent'}
    ${'nginx:1.27'}            | ${'IfNotPresent'}
    ${'nginx:Latest'}          | ${'IfNotPresent'}
    ${'latest'}                | ${'Always'}
    ${'NOT VALID'}             | ${'IfNotPresent'}
  `('$image: $policy', ({ image, policy }: Record<string, string>) => {
    expect(defaultPullPolicy(reference(image ?? ''))).toBe(policy)
  })
})

describe('where a policy comes from', () => {
  test.each<[string, string, Omit<StandingPolicy, 'reference'>, string]>([
    ['a manifest that leaves it out', 'nginx', {}, 'Always Defaulted'],
    ['a manifest that writes it', 'nginx', { policy: 'IfNotPresent', written: true }, 'IfNotPresent Written'],
    ['an object whose policy fits its image', 'nginx:1', { policy: 'IfNotPresent' }, 'IfNotPresent WrittenOrDefaulted'],
    ['left out, and fits', 'nginx:1', { policy: 'IfNotPresent', written: false }, 'IfNotPresent Defaulted'],
    ['made with :v1, edited to :latest', 'nginx', { policy: 'IfNotPresent', written: false }, 'IfNotPresent Stale'],
    ['made with :latest, edited to :v1', 'nginx:v1', { policy: 'Always', written: false }, 'Always Stale'],
    ['the same, with nobody to tell', 'nginx:v1', { policy: 'Always' }, 'Always WrittenOrStale'],
    ['Never, which is no default', 'nginx:v1', { policy: 'Never' }, 'Never Written'],
    ['AlwaysPullImages', 'nginx:v1', { policy: 'Always', template: 'IfNotPresent' }, 'Always Admission'],
    [
      'a pod that is Always, with nobody to tell',
      'nginx:v1',
      { policy: 'Always', admitted: true },
      'Always WrittenOrAdmission',
    ],
    ['nobody wrote it', 'nginx:v1', { policy: 'Always', admitted: true, written: false }, 'Always StaleOrAdmission'],
    [
      'another was applied',
      'nginx:v1',
      { policy: 'Always', admitted: true, written: true, applied: 'Never' },
      'Always Admission',
    ],
    [
      'the same was applied',
      'nginx:v1',
      { policy: 'Always', admitted: true, written: true, applied: 'Always' },
      'Always Written',
    ],
    [
      'the template says the same',
      'nginx:v1',
      { policy: 'Always', admitted: true, template: 'Always' },
      'Always WrittenOrStale',
    ],
    ['admission has left it alone', 'nginx', { policy: 'IfNotPresent', admitted: true }, 'IfNotPresent WrittenOrStale'],
    ['an image that is none', 'NOT VALID', { policy: 'IfNotPresent', written: false }, 'IfNotPresent Defaulted'],
  ])('%s', (_, image, standing, expected) => {
    const found = pullPolicyOf({ ...standing, reference: reference(image) })
    expect(`${found.policy} ${found.origin}`).toBe(expected)
    expect(explainOrigin(found)).toMatch(/^[a-z]/)
  })
})

describe('what the next start will do', () => {
  test.each`
    policy            | onNode       | checksCredentials | next
    ${'Always'}       | ${true}      | ${false}          | ${'AskRegistry'}
    ${'Always'}       | ${false}     | ${true}           | ${'AskRegistry'}
    ${'IfNotPresent'} | ${true}      | ${false}          | ${'UseCopy'}
    ${'IfNotPresent'} | ${true}      | ${true}           | ${'UseCopyIfCovered'}
    ${'IfNotPresent'} | ${false}     | ${true}           | ${'Pull'}
    ${'IfNotPresent'} | ${undefined} | ${true}           | ${'PullIfAbsent'}
    ${'Never'}        | ${true}      | ${false}          | ${'UseCopy'}
    ${'Never'}        | ${true}      | ${true}           | ${'UseCopyIfCoveredOrFail'}
    ${'Never'}        | ${false}     | ${false}          | ${'FailNeverPull'}
    ${'Never'}        | ${undefined} | ${false}          | ${'FailIfAbsent'}
  `('$policy, on the node: $onNode, checks: $checksCredentials: $next', ({ next, ...situation }) => {
    expect(nextStart(situation)).toBe(next)
  })

  test.each([
    ['nginx', 'asks the registry for the digest of tag latest at every start'],
    [`nginx@sha256:${'a'.repeat(64)}`, 'asks the registry for the digest at every start'],
  ])('in words: %s', (image, words) => {
    expect(explainNextStart('AskRegistry', reference(image))).toContain(words)
  })

  test.each([
    ['v1.34.4', false],
    ['v1.35.0', true],
    ['v1.36.3+k3s1', true],
    ['v1.9.1', false],
    ['v2.0.0', true],
    ['', false],
  ])('kubelet %s checks credentials of images on the node: %s', (version, checks) => {
    expect(checksCredentialsByDefault(version)).toBe(checks)
  })
})
