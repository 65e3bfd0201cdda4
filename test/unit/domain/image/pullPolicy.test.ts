import { defaultPullPolicy } from '../../../../src/domain/image/pullPolicy.ts'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'

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
    const parsed = parseImageReference(image ?? '')
    expect(defaultPullPolicy(parsed.ok ? parsed.reference : undefined)).toBe(policy)
  })
})
