import { fc, test as prop } from '@fast-check/jest'
import { providerMatches } from '../../../../../src/domain/credentialProvider/matchImages.ts'
import { inUseLimit, planAsks, repositoryOf } from '../../../../../src/plan/credentials/providers/asks.ts'
import { aProvider } from './scope.ts'

type Type = 'Image' | 'Registry' | 'Global' | undefined

const ask = (
  matchImages: readonly string[],
  registries: readonly string[],
  used: readonly string[] = [],
  type?: Type,
) => planAsks(aProvider({ matchImages }), registries, type, () => used)

const asksOf = (...args: Parameters<typeof ask>) => {
  const planned = ask(...args)
  if (!planned.ok) return planned.problems
  return {
    named: planned.asks.flatMap(({ named }) => named),
    inUse: planned.asks.flatMap(({ inUse }) => inUse),
    open: planned.asks.some(({ open }) => open),
  }
}

const ecr = '1.dkr.ecr.eu-west-1.amazonaws.com'

describe('what a plugin is asked about', () => {
  test.each`
    what                                 | matchImages                      | registries                         | named
    ${'a registry'}                      | ${['ghcr.io']}                   | ${['ghcr.io']}                     | ${['ghcr.io/pullkeeper']}
    ${'a part of it'}                    | ${['ghcr.io']}                   | ${['ghcr.io/acme']}                | ${['ghcr.io/acme']}
    ${'a part that a slash ends'}        | ${['ghcr.io/acme/']}             | ${['ghcr.io']}                     | ${['ghcr.io/acme/pullkeeper']}
    ${'one of many'}                     | ${['*.dkr.ecr.*.amazonaws.com']} | ${[ecr]}                           | ${[`${ecr}/pullkeeper`]}
    ${'what matchImages name of a glob'} | ${[ecr, 'quay.io']}              | ${['*.dkr.ecr.*.amazonaws.com']}   | ${[`${ecr}/pullkeeper`]}
    ${'both parts of it'}                | ${['quay.io/a', 'quay.io/b']}    | ${['quay.io']}                     | ${['quay.io/a', 'quay.io/b']}
    ${'a port'}                          | ${['*.corp.io:5000']}            | ${['a.corp.io:5000/x']}            | ${['a.corp.io:5000/x']}
    ${'Docker Hub'}                      | ${['docker.io']}                 | ${['https://index.docker.io/v1/']} | ${['docker.io/pullkeeper']}
    ${'a path like a version'}           | ${['reg.io']}                    | ${['reg.io/v1']}                   | ${['reg.io/v1']}
  `('$what', ({ matchImages, registries, named }: { matchImages: string[]; registries: string[]; named: string[] }) => {
    expect(asksOf(matchImages, registries)).toEqual({ named, inUse: [], open: false })
  })

  const glob = ['*.dkr.ecr.*.amazonaws.com']
  const uses = [`${ecr}/b`, `${ecr}/a`, '2.dkr.ecr.us-east-1.amazonaws.com/x', 'docker.io/library/nginx']

  test.each`
    type          | inUse
    ${undefined}  | ${[`${ecr}/b`, '2.dkr.ecr.us-east-1.amazonaws.com/x']}
    ${'Registry'} | ${[`${ecr}/b`, '2.dkr.ecr.us-east-1.amazonaws.com/x']}
    ${'Image'}    | ${[`${ecr}/b`, `${ecr}/a`, '2.dkr.ecr.us-east-1.amazonaws.com/x']}
    ${'Global'}   | ${[`${ecr}/b`]}
  `(
    'hosts that a pattern leaves open are those in use, once for each answer: $type',
    ({ type, inUse }: { type: Type; inUse: string[] }) => {
      expect(asksOf(glob, glob, uses, type)).toEqual({ named: [], inUse, open: true })
    },
  )

  test('what a named registry answers already is not asked again', () => {
    expect(asksOf(glob, [ecr], uses)).toMatchObject({ inUse: [] })
    expect(asksOf(glob, [ecr], uses, 'Image')).toMatchObject({ inUse: [`${ecr}/b`, `${ecr}/a`] })
  })

  test('a part of a registry is compared by whole components', () => {
    expect(asksOf(glob, ['*.dkr.ecr.*.amazonaws.com/team'], [`${ecr}/team-evil/x`])).toMatchObject({ inUse: [] })
    expect(asksOf(glob, ['*.dkr.ecr.*.amazonaws.com/team'], [`${ecr}/team/x`])).toMatchObject({
      inUse: [`${ecr}/team/x`],
    })
  })

  test('images are many, so there is a limit, and those that come first count', () => {
    const many = Array.from({ length: inUseLimit + 3 }, (_, index) => `${index}.dkr.ecr.a.amazonaws.com/x`)
    const planned = ask(glob, glob, many)
    expect(planned).toMatchObject({ ok: true, omitted: 3, asks: [{ inUse: many.slice(0, inUseLimit) }] })
  })

  test('an image that comes into use is news unless it shares an answer', () => {
    const planned = ask(glob, glob, [`${ecr}/b`])
    const news = (image: string) => planned.ok && planned.wouldAsk(image)
    expect(news(`${ecr}/c`)).toBe(false)
    expect(news('3.dkr.ecr.a.amazonaws.com/x')).toBe(true)
    expect(news('quay.io/x')).toBe(false)
  })

  test.each`
    matchImages         | registries           | problem
    ${['ghcr.io']}      | ${['quay.io']}       | ${'registries: "quay.io" has nothing in common with matchImages of provider ecr: correct one of them'}
    ${['ghcr.io/acme']} | ${['ghcr.io/other']} | ${'registries: "ghcr.io/other" has nothing in common with matchImages of provider ecr: correct one of them'}
    ${['ghcr.io']}      | ${['ghcr.io/*']}     | ${'registries: "ghcr.io/*": "*" works in the host only: end the path before it'}
  `(
    '$registries against $matchImages',
    ({ matchImages, registries, problem }: { matchImages: string[]; registries: string[]; problem: string }) => {
      expect(asksOf(matchImages, registries)).toEqual([problem])
    },
  )

  const host = fc.constantFrom('a.io', 'b.io:5000', '*.io', 'x.*.com', 'x.y.com', '*')
  const path = fc.constantFrom('', '/a', '/a/b', '/a/', '/ab')
  const pattern = fc.tuple(host, path).map((parts) => parts.join(''))
  const image = fc
    .tuple(
      fc.constantFrom('a.io', 'b.io:5000', 'c.io', 'x.y.com', 'x.z.com'),
      fc.constantFrom('/a', '/a/b', '/ab', '/c'),
    )
    .map((parts) => parts.join(''))

  prop.prop([
    fc.uniqueArray(pattern, { minLength: 1 }),
    fc.uniqueArray(pattern, { minLength: 1 }),
    fc.uniqueArray(image),
    fc.constantFrom<Type>('Image', 'Registry', 'Global', undefined),
  ])('kubelet would ask this provider about each of them', (matchImages, registries, used, type) => {
    const planned = ask(matchImages, registries, used, type)
    if (!planned.ok) return
    const images = planned.asks.flatMap(({ named, inUse }) => [...named, ...inUse])
    for (const one of images) expect(providerMatches(aProvider({ matchImages }), repositoryOf(one))).toBe(true)
    for (const one of used.slice(0, inUseLimit)) expect(planned.wouldAsk(one)).toBe(false)
  })
})
