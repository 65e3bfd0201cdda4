import { Buffer } from 'node:buffer'

/** One document of a YAML stream. `before` counts the lines that stand before it. */
export type YamlPiece =
  | { readonly kind: 'document'; readonly text: string; readonly before: number }
  | { readonly kind: 'tooLarge'; readonly before: number }
  | { readonly kind: 'binary'; readonly before: number }

export interface YamlSplitter {
  readonly push: (chunk: Buffer) => void
  readonly end: () => void
}

/** Of one document, in bytes: what is beyond takes more seconds and memory than anybody would spend. */
export const longestDocument = 8 * 1024 * 1024

const newline = 0x0a
const dash = 0x2d
const dot = 0x2e

const isBlankByte = (byte: number | undefined): boolean => byte === undefined || byte <= 0x20

/**
 * Whether a line begins a document, or ends one; even within a block of text a line cannot begin with `---` and a
 * blank.
 */
const isMark = (bytes: Buffer, start: number, end: number): boolean => {
  const first = bytes[start]
  if ((first !== dash && first !== dot) || end - start < 3) return false
  if (bytes[start + 1] !== first || bytes[start + 2] !== first) return false
  if (first === dash) return end - start === 3 || isBlankByte(bytes[start + 3])
  for (let at = start + 3; at < end; at += 1) if (!isBlankByte(bytes[at])) return false
  return true
}

/** Cuts a stream at its marks, line by line, so that a file of any size is read in the memory of one document. */
export const createYamlSplitter = (tell: (piece: YamlPiece) => void, longest = longestDocument): YamlSplitter => {
  let document: Buffer[] = []
  let size = 0
  let before = 0
  let line = 0
  /** The beginning of a line whose end has not come. */
  let rest: Buffer[] = []
  let restSize = 0
  let broken = false

  const keep = (bytes: Buffer): void => {
    size += bytes.length
    if (size > longest) document = []
    else document.push(bytes)
  }

  const finish = (): void => {
    if (size > longest) tell({ kind: 'tooLarge', before })
    else if (size > 0) {
      const text = Buffer.concat(document)
        .toString('utf8')
        .replace(/^(?:---|\.\.\.)/, '   ')
      tell({ kind: 'document', text, before })
    }
    document = []
    size = 0
    before = line
  }

  /** Whole lines, but for the last of the stream. */
  const takeLines = (bytes: Buffer): void => {
    let from = 0
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(newline, start)
      const end = found < 0 ? bytes.length : found
      if (isMark(bytes, start, end)) {
        if (start > from) keep(bytes.subarray(from, start))
        finish()
        from = start
      }
      if (found >= 0) line += 1
      start = end + 1
    }
    keep(bytes.subarray(from))
  }

  /** The line that had begun, with more of it; of one beyond the limit nothing but its length. */
  const takeRest = (more: Buffer): Buffer => {
    if (restSize > longest) {
      size += restSize
      restSize = 0
      document = []
      return more.subarray(Math.max(0, more.indexOf(newline)))
    }
    const bytes = rest.length === 0 ? more : Buffer.concat([...rest, more])
    rest = []
    restSize = 0
    return bytes
  }

  return {
    push: (chunk) => {
      if (broken) return
      if (chunk.includes(0)) {
        broken = true
        return tell({ kind: 'binary', before })
      }
      const end = chunk.lastIndexOf(newline) + 1
      if (end > 0) takeLines(takeRest(chunk.subarray(0, end)))
      if (end === chunk.length) return
      rest.push(chunk.subarray(end))
      restSize += chunk.length - end
      if (restSize > longest) rest = []
    },
    end: () => {
      if (broken) return
      takeLines(takeRest(Buffer.alloc(0)))
      finish()
    },
  }
}
