import { cursorOf, eachField, readSigned, readText, within } from '../wire/cursor.ts'

/** Of a metav1.Status, what ApiFailure needs, named as in JSON. */
export interface WireStatus {
  readonly message: string
  readonly reason: string
  readonly code: number
  readonly details: { readonly retryAfterSeconds: number }
}

const tags = { message: 26, reason: 34, details: 42, code: 48 } as const
const retryAfterSecondsTag = 40

/** Reads the message of a metav1.Status (apimachinery meta/v1/generated.proto, v1.36). Throws MalformedBytes. */
export const readStatus = (bytes: Buffer): WireStatus => {
  const cursor = cursorOf(bytes)
  let [message, reason, code, retryAfterSeconds] = ['', '', 0, 0]
  const inDetails = (tag: number): boolean => {
    if (tag !== retryAfterSecondsTag) return false
    retryAfterSeconds = readSigned(cursor)
    return true
  }
  eachField(cursor, (tag) => {
    if (tag === tags.message) message = readText(cursor)
    else if (tag === tags.reason) reason = readText(cursor)
    else if (tag === tags.code) code = readSigned(cursor)
    else if (tag === tags.details) within(cursor, () => eachField(cursor, inDetails))
    else return false
    return true
  })
  return { message, reason, code, details: { retryAfterSeconds } }
}
