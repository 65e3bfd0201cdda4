import type { FrameSplitter } from './codec.ts'

const NEWLINE = 0x0a

/** No API object comes near this (etcd refuses more than a few MB); a peer that sends more is not an API server. */
export const LONGEST_LINE_BYTES = 64 * 1024 * 1024

/**
 * Cuts chunks of bytes into lines. Bytes are only looked at once and joined once, when their line is complete;
 * since it is bytes that are joined, a chunk may end within a UTF-8 character. Empty lines are left out, and so is
 * an end without a newline: a frame that was cut is sent again after resuming.
 * `push` throws RangeError on a line longer than LONGEST_LINE_BYTES.
 */
export const createLineDecoder = (longest = LONGEST_LINE_BYTES): FrameSplitter => {
  let pending: Buffer[] = []
  let pendingBytes = 0

  const keep = (bytes: Buffer): void => {
    if (bytes.length === 0) return
    pendingBytes += bytes.length
    if (pendingBytes > longest) throw new RangeError(`a line is longer than ${longest} bytes`)
    pending.push(bytes)
  }

  const complete = (end: Buffer): Buffer => {
    if (pending.length === 0) return end
    keep(end)
    const line = Buffer.concat(pending, pendingBytes)
    pending = []
    pendingBytes = 0
    return line
  }

  return {
    push: (chunk, take) => {
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        const line = complete(chunk.subarray(from, at))
        if (line.length > 0) take(line)
        from = at + 1
      }
      keep(chunk.subarray(from))
    },
  }
}
