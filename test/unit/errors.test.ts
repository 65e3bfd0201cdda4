import { ending, PullkeeperError } from '../../src/errors.ts'
import { ApiError, failureWithoutAnswer } from '../../src/kube/apiError.ts'
import { KubeConfigError } from '../../src/kube/kubeConfigError.ts'

const ofNode = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'EIO' })

test.each`
  thrown                                                                      | line                                                               | exitStatus
  ${new PullkeeperError('EnvironmentInvalid', 'X is "y"')}                    | ${'EnvironmentInvalid: X is "y". Correct the variable'}            | ${2}
  ${new PullkeeperError('AddressUnavailable', ':80 (EACCES)')}                | ${'AddressUnavailable: :80 (EACCES). Choose another address'}      | ${1}
  ${new KubeConfigError('KubeConfigMissing', 'there is none', 'Name one')}    | ${'KubeConfigMissing: there is none. Name one'}                    | ${1}
  ${new ApiError(failureWithoutAnswer('Unreachable', 'refused'), 'GET /api')} | ${'Unreachable: GET /api: refused'}                                | ${1}
  ${new Error('bug')}                                                         | ${'Unexpected: bug. Please report it'}                             | ${1}
  ${ofNode}                                                                   | ${'Unexpected: ENOSPC: no space left on device. Please report it'} | ${1}
  ${'thrown text'}                                                            | ${'Unexpected: thrown text. Please report it'}                     | ${1}
  ${undefined}                                                                | ${'Unexpected: undefined. Please report it'}                       | ${1}
`('$line', ({ thrown, line, exitStatus }) => {
  expect(ending(thrown)).toEqual({ line: expect.stringContaining(line), exitStatus })
})

test('is one line without credentials', () => {
  const { line } = ending(new Error('a\n  https://bob:hunter2@ghcr.io\nb'))
  expect(line).toContain('Unexpected: a https://<redacted>@ghcr.io b.')
})
