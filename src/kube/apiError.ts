import { isEnvelope, openEnvelope } from '../wire/envelope.ts'
import { messageOf } from './errorMessage.ts'
import { readStatus } from './protobufStatus.ts'
import { scrub } from './scrub.ts'

/** Every answer by which the API server refuses a call, with its HTTP status; of two with one status the first is meant when no reason is given. */
const ANSWERS = [
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['NotFound', 404],
  ['MethodNotAllowed', 405],
  ['NotAcceptable', 406],
  ['Conflict', 409],
  ['AlreadyExists', 409],
  ['Expired', 410],
  ['TooLarge', 413],
  ['UnsupportedMediaType', 415],
  ['Invalid', 422],
  ['TooManyRequests', 429],
  ['InternalError', 500],
  ['ServiceUnavailable', 503],
  ['ServerTimeout', 504],
] as const

/** What fails without an answer that can be used. */
type Silence =
  /** No connection, or it broke. */
  | 'Unreachable'
  /** No answer within the request's own time. */
  | 'TimedOut'
  /** The kubeconfig's way to authenticate failed before anything was sent. */
  | 'CredentialsUnavailable'
  /** An answer that is not what the API promises (not JSON, say). */
  | 'Unreadable'

/** `Unexpected`: an HTTP status that the API does not use. */
export type ApiErrorCode = (typeof ANSWERS)[number][0] | Silence | 'Unexpected'

/** What happened, without the request it happened to; also the shape of an ERROR frame of a watch. */
export interface ApiFailure {
  readonly code: ApiErrorCode
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** metav1.Status reason as sent; empty when there was none. */
  readonly reason: string
  /** One line, without credentials. */
  readonly message: string
  /** The server asks to wait so long; never more than `longestRetryAfterSeconds`. */
  readonly retryAfterSeconds?: number
  /** Of a list that has expired: its rest can be had by this token, as things are by now. */
  readonly continueToken?: string
}

/** A call to the API server that failed: what happened, to which request. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly failure: ApiFailure

  /** @param request such as `GET /api/v1/pods`, without the query */
  constructor(failure: ApiFailure, request: string) {
    super(`${failure.code}: ${request}: ${failure.message}`)
    this.failure = failure
  }

  get code(): ApiErrorCode {
    return this.failure.code
  }

  get status(): number {
    return this.failure.status
  }
}

const REASONS: Readonly<Record<string, ApiErrorCode>> = {
  AlreadyExists: 'AlreadyExists',
  Conflict: 'Conflict',
  Expired: 'Expired',
  Gone: 'Expired',
  Invalid: 'Invalid',
  ServerTimeout: 'ServerTimeout',
  Timeout: 'ServerTimeout',
  TooManyRequests: 'TooManyRequests',
}

const BY_STATUS: ReadonlyMap<number, ApiErrorCode> = new Map(
  ANSWERS.toReversed().map(([code, status]) => [status, code]),
)

const codeOf = (status: number, reason: string): ApiErrorCode =>
  // The reason tells apart what shares a status (409, 500); where there is none, the status decides.
  REASONS[reason] ?? BY_STATUS.get(status) ?? 'Unexpected'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const stringIn = (value: unknown, field: string): string => {
  const found = isRecord(value) ? value[field] : undefined
  return typeof found === 'string' ? found : ''
}

const numberIn = (value: unknown, field: string): number | undefined => {
  const found = isRecord(value) ? value[field] : undefined
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined
}

/**
 * A server, or a proxy before it, that asks for more is asked again after this: it may have been restarted since, and a
 * watch that waits for hours is none.
 */
const longestRetryAfterSeconds = 60

/** Reads a metav1.Status (apimachinery/pkg/apis/meta/v1/types.go, v1.36); anything else gives what can be said. */
export const failureOfStatus = (status: unknown, httpStatus = 0, retryAfterHeader?: string): ApiFailure => {
  const reason = stringIn(status, 'reason')
  const code = httpStatus || (numberIn(status, 'code') ?? 0)
  const asked = numberIn(isRecord(status) ? status['details'] : undefined, 'retryAfterSeconds')
  const header = retryAfterHeader && /^\d{1,9}$/.test(retryAfterHeader) ? Number(retryAfterHeader) : undefined
  const retryAfterSeconds = asked || header
  const continueToken = stringIn(isRecord(status) ? status['metadata'] : undefined, 'continue')
  return {
    code: codeOf(code, reason),
    status: code,
    reason,
    message: scrub(stringIn(status, 'message')) || reason || `HTTP status ${code}`,
    ...(retryAfterSeconds !== undefined && {
      retryAfterSeconds: Math.min(retryAfterSeconds, longestRetryAfterSeconds),
    }),
    ...(continueToken !== '' && { continueToken }),
  }
}

/** The metav1.Status in a body; undefined when it is something else, as from a proxy. */
const statusIn = (body: Buffer): unknown => {
  try {
    return isEnvelope(body) ? readStatus(openEnvelope(body)) : JSON.parse(textIn(body))
  } catch {
    return undefined
  }
}

const textIn = (body: Buffer): string => body.toString('utf8', 0, Math.min(body.length, 64 * 1024))

/** Reads the answer to a refused request: a metav1.Status, or whatever a proxy in between has to say. */
export const failureOfResponse = (httpStatus: number, body: Buffer, retryAfterHeader?: string): ApiFailure => {
  const status = statusIn(body)
  if (isRecord(status)) return failureOfStatus(status, httpStatus, retryAfterHeader)
  return failureOfStatus({ message: isEnvelope(body) ? '' : textIn(body) }, httpStatus, retryAfterHeader)
}

/** A failure for which no answer came. */
export const failureWithoutAnswer = (code: Silence, message: string): ApiFailure => ({
  code,
  status: 0,
  reason: '',
  message: scrub(message),
})

/** The failure behind whatever was thrown; something else than an ApiError counts as a broken connection. */
export const failureOf = (error: unknown): ApiFailure =>
  error instanceof ApiError ? error.failure : failureWithoutAnswer('Unreachable', messageOf(error))

const hasCode =
  (code: ApiErrorCode) =>
  (error: unknown): error is ApiError =>
    error instanceof ApiError && error.code === code

/** The object changed since it was read: read again, decide again. */
export const isConflict = hasCode('Conflict')
export const isNotFound = hasCode('NotFound')
export const isAlreadyExists = hasCode('AlreadyExists')
/** The resourceVersion or continue token is too old for the server. */
export const isExpired = hasCode('Expired')
export const isForbidden = hasCode('Forbidden')

/** Milliseconds that the server asks to wait; undefined when it does not ask. */
export const retryAfterMs = (error: unknown): number | undefined =>
  error instanceof ApiError && error.failure.retryAfterSeconds !== undefined
    ? error.failure.retryAfterSeconds * 1000
    : undefined
