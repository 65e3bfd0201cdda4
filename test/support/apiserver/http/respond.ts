import { type Json, numberAt } from '../json.ts'
import { ApiError, internalError } from '../status.ts'
import type { Output } from './output.ts'

export const JSON_TYPE = 'application/json'

export const respondBytes = async (
  output: Output,
  code: number,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  output.begin(code, { 'Content-Type': JSON_TYPE, ...headers, 'Content-Length': String(body.length) })
  await output.write(body)
  output.end()
}

export const respondJson = (
  output: Output,
  code: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => respondBytes(output, code, Buffer.from(JSON.stringify(body)), headers)

const retryAfter = ({ body }: ApiError): Readonly<Record<string, string>> => {
  const seconds = numberAt(body['details'], 'retryAfterSeconds')
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) }
}

/** Answers with the Status of an ApiError; any other error is the server's own mistake: 500. */
export const respondError = (output: Output, error: unknown): Promise<void> => {
  const refusal =
    error instanceof ApiError
      ? error
      : internalError(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return respondJson(output, refusal.code, refusal.body, retryAfter(refusal))
}
