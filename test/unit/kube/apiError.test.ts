import {
  ApiError,
  failureOf,
  failureOfResponse,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isNotFound,
  retryAfterMs,
} from '../../../src/kube/apiError.ts'
import { scrub } from '../../../src/kube/scrub.ts'

const status = (fields: object) => Buffer.from(JSON.stringify({ kind: 'Status', status: 'Failure', ...fields }))

describe('an answer that is no success', () => {
  test.each`
    http   | body                                                           | code
    ${409} | ${status({ reason: 'Conflict' })}                              | ${'Conflict'}
    ${409} | ${status({ reason: 'AlreadyExists' })}                         | ${'AlreadyExists'}
    ${409} | ${status({})}                                                  | ${'Conflict'}
    ${404} | ${status({ reason: 'NotFound' })}                              | ${'NotFound'}
    ${404} | ${Buffer.from('404 page not found\n')}                         | ${'NotFound'}
    ${403} | ${status({ reason: 'Forbidden' })}                             | ${'Forbidden'}
    ${401} | ${status({ reason: 'Unauthorized' })}                          | ${'Unauthorized'}
    ${410} | ${status({ reason: 'Expired' })}                               | ${'Expired'}
    ${410} | ${status({ reason: 'Gone' })}                                  | ${'Expired'}
    ${422} | ${status({ reason: 'Invalid' })}                               | ${'Invalid'}
    ${429} | ${status({ reason: 'TooManyRequests' })}                       | ${'TooManyRequests'}
    ${500} | ${status({ reason: 'InternalError' })}                         | ${'InternalError'}
    ${500} | ${status({ reason: 'ServerTimeout' })}                         | ${'ServerTimeout'}
    ${504} | ${status({ reason: 'Timeout' })}                               | ${'ServerTimeout'}
    ${503} | ${Buffer.from('<html>upstream connect error</html>')}          | ${'ServiceUnavailable'}
    ${302} | ${Buffer.alloc(0)}                                             | ${'Unexpected'}
    ${400} | ${status({ reason: '', message: 'admission webhook denied' })} | ${'BadRequest'}
  `('$http is $code', ({ http, body, code }) => {
    expect(failureOfResponse(Number(http), body)).toMatchObject({ code, status: http })
  })

  test.each`
    details                         | header       | seconds
    ${{ retryAfterSeconds: 3 }}     | ${undefined} | ${3}
    ${undefined}                    | ${'5'}       | ${5}
    ${{ retryAfterSeconds: 3 }}     | ${'5'}       | ${3}
    ${{ retryAfterSeconds: 0 }}     | ${undefined} | ${undefined}
    ${undefined}                    | ${'86400'}   | ${60}
    ${{ retryAfterSeconds: 86400 }} | ${undefined} | ${60}
    ${undefined}                    | ${'Fri, 31'} | ${undefined}
  `('details $details and Retry-After $header: wait $seconds s', ({ details, header, seconds }) => {
    expect(failureOfResponse(429, status({ details }), header).retryAfterSeconds).toBe(seconds)
  })
})

test('the error says what happened to which request, and can be asked', () => {
  const failure = failureOfResponse(409, status({ reason: 'Conflict', message: 'the object has been modified' }))
  const error = new ApiError(failure, 'PATCH /api/v1/namespaces/a/serviceaccounts/default')
  expect(error.message).toBe(
    'Conflict: PATCH /api/v1/namespaces/a/serviceaccounts/default: the object has been modified',
  )
  expect([isConflict, isNotFound, isAlreadyExists, isExpired, isForbidden].map((is) => is(error))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
  expect(isConflict(new Error('Conflict'))).toBe(false)
  expect(retryAfterMs(error)).toBeUndefined()
  expect(retryAfterMs(new ApiError({ ...failure, retryAfterSeconds: 2 }, ''))).toBe(2_000)
  expect(failureOf(error)).toBe(failure)
  expect(failureOf(new Error('read ECONNRESET'))).toMatchObject({ code: 'Unreachable', status: 0 })
})

describe('no message carries a credential', () => {
  test.each`
    message                                             | clean
    ${'header Authorization: Bearer abc.def-_x=='}      | ${'header Authorization: Bearer [redacted]'}
    ${'basic dXNlcjpwYXNz was refused'}                 | ${'basic [redacted] was refused'}
    ${'proxy http://user:pa55@proxy:3128 failed'}       | ${'proxy http://[redacted]@proxy:3128 failed'}
    ${'token eyJhbGciOi.eyJzdWIi.c2ln expired'}         | ${'token [redacted] expired'}
    ${'GET https://s3/x?X-Amz-Signature=1&b=2: denied'} | ${'GET https://s3/x?[redacted] denied'}
    ${'two\n  lines'}                                   | ${'two lines'}
  `('$message', ({ message, clean }) => {
    expect(scrub(String(message))).toBe(clean)
  })

  test('long messages are cut', () => {
    expect(scrub('x'.repeat(5_000))).toHaveLength(1_024)
  })
})
