import { fc, test as prop } from '@fast-check/jest'
import { showComplaint } from '../../../../src/domain/credentialProvider/complaint.ts'

const env = [
  { name: 'REGION', value: 'eu-west-1' },
  { name: 'ROLE', value: 'arn:aws:iam::1:role/canary-pull' },
  { name: 'API_KEY', value: 'canary' },
]

describe('what a plugin complains of', () => {
  test.each`
    stderr                                                                                             | shown
    ${''}                                                                                              | ${''}
    ${'\n \n'}                                                                                         | ${''}
    ${'usage: x\nno such region\n'}                                                                    | ${'no such region'}
    ${'AccessDenied: not authorized to perform: ecr:GetAuthorizationToken'}                            | ${'AccessDenied: not authorized to perform: ecr:GetAuthorizationToken'}
    ${'in eu-west-1: key canary of arn:aws:iam::1:role/canary-pull'}                                   | ${'in eu-west-1: key <redacted> of <redacted>'}
    ${'got eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.x'}                                                    | ${'got <redacted>'}
    ${'token wq8fnwe8fnwefp9wenf23 is bad'}                                                            | ${'token <redacted> is bad'}
    ${'Authorization: Bearer abc'}                                                                     | ${'Authorization: Bearer <redacted>'}
    ${'E1124 16:07:33.123456    1234 plugin.go:51] Error running credential provider plugin: no role'} | ${'Error running credential provider plugin: no role'}
    ${'password=hunter2'}                                                                              | ${'password=<redacted>'}
    ${'at 2026-11-24T10:00:00Z: request 8c0a4b52-9d3e-4f8a-9b4e-0d5b7f9a1c2d failed'}                  | ${'at <time>: request <redacted> failed'}
  `('$stderr', ({ stderr, shown }: { stderr: string; shown: string }) => {
    expect(showComplaint(stderr, { env })).toBe(shown)
  })

  test('is one short line', () => {
    const shown = showComplaint('word '.repeat(1_000), { env })
    expect(shown.length).toBeLessThanOrEqual(240)
    expect(shown).not.toContain('\n')
  })

  const token = fc.stringMatching(/^[A-Za-z0-9+_=-]{19,80}[0-9]$/)
  prop.prop([token, fc.constantFrom('token ', 'got "', 'x: ', '')])('no long token gets through', (secret, before) => {
    expect(showComplaint(`${before}${secret}`, { env: [] })).not.toContain(secret)
  })
})
