import { Buffer } from 'node:buffer'

/** A uid as API servers make them (RFC 9562, lower case) is 16 bytes in four words; a short ending is eight in two. */

const dash = 0x2d
const isHyphenPlace = (index: number): boolean => index === 8 || index === 13 || index === 18 || index === 23
const uidLength = 36

/** The value of a hexadecimal digit; -1 when it is none, or a capital. */
const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}

/** Writes a uid's four words from `at` on; false, and anything written, when it is not of that form. */
export const packUid = (uid: string, words: Uint32Array, at: number): boolean => {
  if (uid.length !== uidLength) return false
  let digits = 0
  let word = 0
  for (let index = 0; index < uidLength; index++) {
    const code = uid.charCodeAt(index)
    if (isHyphenPlace(index)) {
      if (code !== dash) return false
      continue
    }
    const digit = digitOf(code)
    if (digit < 0) return false
    word = (word << 4) | digit
    digits += 1
    if (digits % 8 === 0) words[at + digits / 8 - 1] = word >>> 0
  }
  return true
}

/** Whether a uid is the one that was packed there. */
export const hasUid = (uid: string, words: Uint32Array, at: number): boolean =>
  packUid(uid, scratchWords, 0) && scratchWords.every((word, index) => word === words[at + index])

const scratchWords = new Uint32Array(4)
const scratch = Buffer.alloc(uidLength)
const hexCodes = Buffer.from('0123456789abcdef')

export const unpackUid = (words: Uint32Array, at: number): string => {
  let digits = 0
  for (let index = 0; index < uidLength; index++) {
    if (isHyphenPlace(index)) {
      scratch[index] = dash
      continue
    }
    const word = words[at + (digits >> 3)] ?? 0
    scratch[index] = hexCodes[(word >>> (28 - 4 * (digits & 7))) & 0xf] ?? 0
    digits += 1
  }
  return scratch.toString('latin1')
}

/** What a packed ending has room for. */
export const longestEnding = 8

/** Writes what follows `from` in a text into two words; false when it is longer than eight, or not ASCII. */
export const packEnding = (text: string, from: number, words: Uint32Array, at: number): boolean => {
  const length = text.length - from
  if (length < 0 || length > longestEnding) return false
  let low = 0
  let high = 0
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(from + index)
    if (code === 0 || code > 0x7f) return false
    if (index < 4) low |= code << (8 * index)
    else high |= code << (8 * (index - 4))
  }
  words[at] = low >>> 0
  words[at + 1] = high >>> 0
  return true
}

const codeAt = (words: Uint32Array, at: number, index: number): number =>
  ((words[at + (index >> 2)] ?? 0) >>> (8 * (index & 3))) & 0xff

export const unpackEnding = (words: Uint32Array, at: number): string => {
  let text = ''
  for (let index = 0; index < longestEnding; index++) {
    const code = codeAt(words, at, index)
    if (code === 0) break
    text += String.fromCharCode(code)
  }
  return text
}

/** Whether a text goes on after `from` with exactly this ending. */
export const endsWithPacked = (text: string, from: number, words: Uint32Array, at: number): boolean => {
  const length = text.length - from
  if (length < 0 || length > longestEnding) return false
  for (let index = 0; index < length; index++)
    if (text.charCodeAt(from + index) !== codeAt(words, at, index)) return false
  return length === longestEnding || codeAt(words, at, length) === 0
}
