import { Buffer } from 'node:buffer'
import { malformedBase64, type Bytes } from './schema.ts'

/** `2026-11-23T10:00:00Z` or with a fraction, as whole seconds since the epoch; undefined when it is no such text. */
export const readTime = (value: unknown): number | undefined => {
  // Date.parse alone would take `Jan 1` too.
  if (typeof value !== 'string' || value.length < 20 || value[10] !== 'T') return undefined
  const milliseconds = Date.parse(value)
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/

/** As Go's encoding/json reads `[]byte`: padded standard base64, line breaks ignored. Buffer alone takes anything. */
export const readBase64 = (text: string): Bytes => {
  const joined = /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]/g, '') : text
  return joined.length % 4 === 0 && base64.test(joined) ? Buffer.from(joined, 'base64') : malformedBase64
}
