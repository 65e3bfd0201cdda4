import { Buffer } from 'node:buffer'

/** What is found in a stream of JSON. `line` counts from 1 and is where the piece, or the fault, begins. */
export type JsonPiece =
  /** `items` begin; what stands before them, up to their bracket. */
  | { readonly kind: 'list'; readonly head: Buffer; readonly line: number }
  /** An element of the top-level `items`, or of a top-level list. */
  | { readonly kind: 'item'; readonly bytes: Buffer; readonly line: number; readonly index: number }
  /** A top-level value; its `items` are left empty, for they have been told. `items` is their number, if it has any. */
  | { readonly kind: 'value'; readonly bytes: Buffer; readonly line: number; readonly items: number | undefined }
  /** Nothing more can be read from here. `pending` is what had begun. */
  | { readonly kind: 'fault'; readonly line: number; readonly problem: string; readonly pending: Buffer }

export interface JsonSplitter {
  readonly push: (chunk: Buffer) => void
  readonly end: () => void
}

const quote = 0x22
const backslash = 0x5c
const newline = 0x0a

/** Of one object; the API server takes none beyond a few MiB. */
export const longestObject = 32 * 1024 * 1024

/** What may stand between two values: blanks, and the dashes between documents. */
const isBetween = (byte: number): boolean => byte <= 0x20 || byte === 0x2d

const backslashesBefore = (bytes: Buffer, end: number): number => {
  let count = 0
  while (count < end && bytes[end - count - 1] === backslash) count += 1
  return count
}

/** Enough to see `"items":` and some blanks. */
const lookBehind = 64

const tailOf = (parts: readonly Buffer[]): string => {
  let tail = ''
  for (let index = parts.length - 1; index >= 0 && tail.length < lookBehind; index -= 1) {
    tail = (parts[index]?.toString('latin1').slice(-lookBehind) ?? '') + tail
  }
  return tail
}

const itemsAhead = /"items"\s*:\s*$/

/**
 * Cuts a stream of JSON values into pieces that can be parsed one by one, so that a dump of any size is read in little
 * memory: the elements of a top-level list's `items`, and what is around them. Only brackets, commas and strings are
 * looked at; whether a piece is JSON shows when it is parsed.
 */
export const createJsonSplitter = (tell: (piece: JsonPiece) => void, longest = longestObject): JsonSplitter => {
  let line = 1
  let depth = 0
  let inString = false
  let broken = false
  /** Depth of the elements of `items`, while these are read. */
  let itemDepth = 0
  let items: number | undefined
  let parts: Buffer[] = []
  let size = 0
  let shell: Buffer[] = []
  let valueLine = 1
  let pieceLine = 1
  /** Something of a piece has been seen. */
  let begun = false

  const fault = (problem: string, at = line): void => {
    if (broken) return
    broken = true
    tell({ kind: 'fault', line: at, problem, pending: Buffer.concat(parts) })
  }
  const isBroken = (): boolean => broken
  const keep = (bytes: Buffer): void => {
    if (bytes.length === 0) return
    parts.push(bytes)
    size += bytes.length
    if (size > longest) fault(`an object is larger than ${Math.floor(longest / 1024 / 1024)} MiB`, pieceLine)
  }
  const take = (): Buffer => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, size)
    parts = []
    size = 0
    begun = false
    return bytes
  }
  const tellItem = (): void => {
    if (!begun || broken) return
    tell({ kind: 'item', bytes: take(), line: pieceLine, index: items ?? 0 })
    items = (items ?? 0) + 1
  }
  const tellValue = (): void => {
    const bytes = Buffer.concat([...shell, take()])
    shell = []
    tell({ kind: 'value', bytes, line: valueLine, items })
    items = undefined
  }

  const push = (chunk: Buffer): void => {
    let from = 0
    let at = 0
    if (inString) {
      const end = endOfString(chunk, 0)
      if (end < 0) return keep(chunk)
      inString = false
      at = end
    }
    for (; at < chunk.length; at += 1) {
      if (isBroken()) return
      const byte = chunk[at] ?? 0
      if (byte === newline) {
        line += 1
        continue
      }
      if (depth === 0 && !begun) {
        if (isBetween(byte)) continue
        from = at
        begun = true
        valueLine = pieceLine = line
        if (byte !== 0x7b && byte !== 0x5b) return fault('this is no JSON object or list')
      } else if (itemDepth > 0 && depth === itemDepth && !begun && byte > 0x20 && byte !== 0x2c && byte !== 0x5d) {
        from = at
        begun = true
        pieceLine = line
      }
      switch (byte) {
        case quote: {
          const end = endOfString(chunk, at + 1)
          if (broken) return
          if (end < 0) {
            inString = true
            return keep(chunk.subarray(from))
          }
          at = end - 1
          break
        }
        case 0x5b: // [
        case 0x7b: // {
          depth += 1
          if (byte === 0x5b && itemDepth === 0 && opensItems(chunk, from, at)) {
            keep(chunk.subarray(from, at + 1))
            const head = take()
            shell.push(head)
            tell({ kind: 'list', head, line: valueLine })
            itemDepth = depth
            items = 0
          }
          break
        case 0x5d: // ]
        case 0x7d: // }
          if (depth === itemDepth && itemDepth > 0) {
            if (begun) keep(chunk.subarray(from, at))
            tellItem()
            itemDepth = 0
            from = at
            begun = true
          }
          depth -= 1
          if (depth === 0) {
            keep(chunk.subarray(from, at + 1))
            if (!broken) tellValue()
            from = at + 1
          }
          break
        case 0x2c: // ,
          if (depth === itemDepth && itemDepth > 0) {
            if (begun) keep(chunk.subarray(from, at))
            tellItem()
          }
          break
        default:
      }
    }
    if (begun && !broken) keep(chunk.subarray(from))
  }

  /** A list at the top, or the one that follows `"items":` in an object at the top. */
  const opensItems = (chunk: Buffer, from: number, at: number): boolean => {
    if (depth === 1) return true
    if (depth !== 2) return false
    const here = chunk.toString('latin1', Math.max(from, at - lookBehind), at)
    const before = here.length < lookBehind ? tailOf(parts) : ''
    return itemsAhead.test(before + here)
  }

  /** Behind the quote that ends a string; -1 when that is not in the chunk. A string has no line breaks in it. */
  const endOfString = (chunk: Buffer, start: number): number => {
    let at = start
    for (;;) {
      const end = chunk.indexOf(quote, at)
      const stop = end < 0 ? chunk.length : end
      if (chunk.subarray(at, stop).includes(newline)) {
        fault('a text is not closed: its end quote is missing')
        return -1
      }
      if (end < 0) return -1
      if (!isEscaped(chunk, end)) return end + 1
      at = end + 1
    }
  }

  /** An odd number of backslashes stands before it, perhaps in the chunk before. */
  const isEscaped = (chunk: Buffer, at: number): boolean => {
    let count = backslashesBefore(chunk, at)
    if (count === at && inString) {
      for (const part of parts.toReversed()) {
        const more = backslashesBefore(part, part.length)
        count += more
        if (more < part.length) break
      }
    }
    return count % 2 === 1
  }

  return {
    push: (chunk) => {
      if (!broken) push(chunk)
    },
    end: () => {
      if (broken || (!begun && depth === 0)) return
      const where = begun ? pieceLine : line
      fault('it ends in the middle', where)
    },
  }
}
