import { fc, test as prop } from '@fast-check/jest'
import { parseImageReference, printImageReference, repositoryKey } from '../../../../src/domain/image/reference.ts'

const hex = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const digest = `sha256:${hex}`

const parse = (text: string) => {
  const parsed = parseImageReference(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.reference
}

describe('an image reference is taken apart as kubelet does', () => {
  test.each`
    text                               | canonical                              | implied
    ${'nginx'}                         | ${'docker.io/library/nginx:latest'}    | ${'host tag library'}
    ${'nginx:1.27'}                    | ${'docker.io/library/nginx:1.27'}      | ${'host library'}
    ${`nginx@${digest}`}               | ${`docker.io/library/nginx@${digest}`} | ${'host library'}
    ${'docker.io/nginx:1'}             | ${'docker.io/library/nginx:1'}         | ${'library'}
    ${'acme/app'}                      | ${'docker.io/acme/app:latest'}         | ${'host tag'}
    ${'index.docker.io/acme/app:1'}    | ${'docker.io/acme/app:1'}              | ${''}
    ${'ghcr.io/acme/app:1'}            | ${'ghcr.io/acme/app:1'}                | ${''}
    ${'localhost/app:1'}               | ${'localhost/app:1'}                   | ${''}
    ${'registry:5000/app'}             | ${'registry:5000/app:latest'}          | ${'tag'}
    ${`registry:5000/app:1@${digest}`} | ${`registry:5000/app:1@${digest}`}     | ${''}
    ${'[2001:db8::1]:5000/app:1'}      | ${'[2001:db8::1]:5000/app:1'}          | ${''}
    ${'Acme/app:1'}                    | ${'Acme/app:1'}                        | ${''}
    ${'under_score.io/app:1'}          | ${'under_score.io/app:1'}              | ${''}
    ${'a.io/x__y/z---w:A.b-_'}         | ${'a.io/x__y/z---w:A.b-_'}             | ${''}
    ${'app:5000'}                      | ${'docker.io/library/app:5000'}        | ${'host library'}
    ${'ghcr.io/team/app:latest'}       | ${'ghcr.io/team/app:latest'}           | ${''}
  `('$text is $canonical', ({ text, canonical, implied }: Record<string, string>) => {
    const reference = parse(text ?? '')
    expect(printImageReference(reference)).toBe(canonical)
    const names = Object.entries(reference.implied).flatMap(([name, set]) => (set ? [name] : []))
    expect(names.join(' ')).toBe(implied)
    expect(reference.text).toBe(text)
  })

  test.each`
    text                                | reason         | says
    ${''}                               | ${'Empty'}     | ${'empty'}
    ${'ROOT'}                           | ${'Uppercase'} | ${'lower case'}
    ${'ghcr.io/Acme/app'}               | ${'Uppercase'} | ${'lower case'}
    ${'Under_Score/app'}                | ${'Uppercase'} | ${'lower case'}
    ${'{{ .Values.image }}'}            | ${'Template'}  | ${'render'}
    ${'ghcr.io/acme/app:${TAG}'}        | ${'Template'}  | ${'render'}
    ${'ghcr.io/<org>/app'}              | ${'Template'}  | ${'render'}
    ${'http://root'}                    | ${'Syntax'}    | ${'scheme'}
    ${hex}                              | ${'Syntax'}    | ${'ID'}
    ${' nginx'}                         | ${'Syntax'}    | ${'white space'}
    ${'nginx:'}                         | ${'Syntax'}    | ${'tag'}
    ${'nginx:.1'}                       | ${'Syntax'}    | ${'tag'}
    ${`nginx:${'a'.repeat(129)}`}       | ${'Syntax'}    | ${'tag'}
    ${`nginx@sha256:${'a'.repeat(63)}`} | ${'Syntax'}    | ${'digest'}
    ${`nginx@sha256:${'A'.repeat(64)}`} | ${'Syntax'}    | ${'digest'}
    ${`nginx@md5:${'a'.repeat(32)}`}    | ${'Syntax'}    | ${'digest'}
    ${`ghcr.io/${'a'.repeat(256)}`}     | ${'Syntax'}    | ${'longer'}
    ${'ghcr.io/'}                       | ${'Syntax'}    | ${'no repository'}
    ${'ghcr.io//app'}                   | ${'Syntax'}    | ${'not valid'}
    ${'ghcr.io:port/app'}               | ${'Syntax'}    | ${'not valid'}
    ${'a..b/app'}                       | ${'Syntax'}    | ${'not valid'}
    ${'a/-b'}                           | ${'Syntax'}    | ${'not valid'}
  `('$text is refused: $reason', ({ text, reason, says }: Record<string, string>) => {
    expect(parseImageReference(text ?? '')).toEqual({ ok: false, reason, problem: expect.stringContaining(says ?? '') })
  })
})

test('credentials are looked up by host and path alone', () => {
  expect(repositoryKey(parse(`nginx:1@${digest}`))).toBe('docker.io/library/nginx')
})

const component = fc.stringMatching(/^[a-z0-9]{1,5}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/)
const host = fc.oneof(
  fc.constantFrom('localhost', 'docker.io', 'index.docker.io', '[::1]', 'Acme', 'localhost:5000', '[fe80::1]:443'),
  fc.stringMatching(/^[a-z0-9]{1,4}\.[a-z]{2,3}(?::[0-9]{2,5})?$/),
)
const reference = fc
  .tuple(
    fc.option(host),
    fc.array(component, { minLength: 1, maxLength: 3 }),
    fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/)),
    fc.option(fc.stringMatching(/^[a-f0-9]{64}$/)),
  )
  .map(([h, path, tag, sum]) =>
    [
      h === null ? '' : `${h}/`,
      path.join('/'),
      tag === null ? '' : `:${tag}`,
      sum === null ? '' : `@sha256:${sum}`,
    ].join(''),
  )

prop.prop([reference])('what is printed is read again as the same', (text) => {
  const { implied: _implied, text: _text, ...parts } = parse(text)
  const { implied, text: printed, ...again } = parse(printImageReference(parts))
  expect(again).toEqual(parts)
  expect(implied).toEqual({ host: false, tag: false, library: false })
  expect(printImageReference(again)).toBe(printed)
})

prop.prop([fc.string({ unit: fc.constantFrom('a', 'A', '.', '/', ':', '@', '-', '_', '[', ']', '0', '{', ' ') })])(
  'no text makes it throw, and no refused part is quoted',
  (text) => {
    const parsed = parseImageReference(text)
    if (!parsed.ok && text.length > 8) expect(parsed.problem).not.toContain(text)
  },
)

test.each(['a', '-', 'a-', 'a.', '_', '/', ':', '@', 'A', '[', 'a/', 'a_', '{'])(
  'a million of %j cost little',
  (unit) => {
    for (const start of ['', 'ghcr.io/', 'x.', 'a:']) parseImageReference(`${start}${unit.repeat(1_000_000)}!`)
  },
)
