import type { JsonObject } from './json.ts'

/** Names a kind in error texts: `secrets`, or `imagepolicies.pullkeeper.dev` outside the core group. */
export interface GroupResource {
  readonly group: string
  readonly resource: string
}

export interface StatusCause extends JsonObject {
  readonly reason: string
  readonly message: string
  readonly field?: string
}

interface StatusBody extends JsonObject {
  readonly code: number
  readonly reason: string
  readonly message: string
}

interface Refused extends StatusBody {
  readonly details?: JsonObject
  readonly metadata?: JsonObject
}

/** A refusal as the API says it: thrown anywhere, answered as a metav1.Status with its HTTP code. */
export class ApiError extends Error {
  readonly code: number
  readonly reason: string
  readonly body: JsonObject

  constructor({ code, reason, message, details, metadata = {} }: Refused) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      reason,
      ...(details && { details }),
      code,
    }
  }
}

export const qualified = ({ group, resource }: GroupResource): string =>
  group === '' ? resource : `${resource}.${group}`

const details = ({ group, resource }: GroupResource, name = ''): JsonObject => ({
  ...(name && { name }),
  ...(group && { group }),
  kind: resource,
})

// The texts are those of apimachinery/pkg/api/errors/errors.go, v1.36.

export const notFound = (of: GroupResource, name: string) =>
  new ApiError({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(of)} "${name}" not found`,
    details: details(of, name),
  })

export const alreadyExists = (of: GroupResource, name: string) =>
  new ApiError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualified(of)} "${name}" already exists`,
    details: details(of, name),
  })

export const conflict = (of: GroupResource, name: string, why: string) =>
  new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`,
    details: details(of, name),
  })

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again'

export const forbidden = (of: GroupResource, name: string, why: string, causes: readonly StatusCause[] = []) =>
  new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: name === '' ? `${qualified(of)} is forbidden: ${why}` : `${qualified(of)} "${name}" is forbidden: ${why}`,
    details: { ...details(of, name), ...(causes.length > 0 && { causes }) },
  })

/** Kind and group as `ImagePolicy.pullkeeper.dev`; the details carry the kind where other errors carry the resource. */
export const invalid = (group: string, kind: string, name: string, causes: readonly StatusCause[]) => {
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const text = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${text}`,
    details: { ...(name && { name }), ...(group && { group }), kind, causes },
  })
}

export const badRequest = (message: string) => new ApiError({ code: 400, reason: 'BadRequest', message })

/** A JSON patch that does not apply, a failed `test` among them: 422 without the reason, as patch.go gives it. */
export const unprocessable = () =>
  new ApiError({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  })

export const unauthorized = () => new ApiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' })

export const noSuchPath = () =>
  new ApiError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  })

export const methodNotAllowed = () =>
  new ApiError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  })

export const notAcceptable = () =>
  new ApiError({
    code: 406,
    reason: 'NotAcceptable',
    message: 'only the following media types are accepted: application/json, application/json;stream=watch',
  })

export const unsupportedMediaType = (accepted: readonly string[]) =>
  new ApiError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  })

/** @param token to go on with, where the list can be continued as it is by now */
export const expired = (message: string, token?: string) =>
  new ApiError({ code: 410, reason: 'Expired', message, metadata: token === undefined ? {} : { continue: token } })

export const tooOld = (asked: number, oldest: number) => expired(`too old resource version: ${asked} (${oldest})`)

export const INCONSISTENT_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.'

export const tooLarge = (asked: number, current: number) =>
  new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  })

export const tooManyRequests = (retryAfterSeconds: number) =>
  new ApiError({
    code: 429,
    reason: 'TooManyRequests',
    message: 'The server has received too many requests and has asked us to try again later',
    details: { retryAfterSeconds },
  })

export const internalError = (message: string) =>
  new ApiError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ reason: 'InternalError', message }] },
  })

/** What a delete of an object that is gone at once answers. */
export const success = (of: GroupResource, name: string, uid: string): JsonObject => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { ...details(of, name), uid },
})
