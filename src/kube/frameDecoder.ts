import { MalformedBytes } from '../wire/malformed.ts'
import type { FrameSplitter } from './codec.ts'
import { LONGEST_LINE_BYTES } from './lineDecoder.ts'

const HEADER_BYTES = 4

const empty = Buffer.alloc(0)

/**
 * Cuts chunks of bytes into frames that are preceded by their length, four bytes, big-endian (apimachinery
 * pkg/util/framer/framer.go, v1.36). A frame within one chunk is not copied; memory is taken as bytes arrive, never
 * for what a length merely says. An end within a frame is left out: it is sent again after resuming.
 * `push` throws RangeError on a frame longer than `longest`.
 */
export const createFrameDecoder = (longest = LONGEST_LINE_BYTES): FrameSplitter => {
  let pending: Buffer[] = []
  let pendingBytes = 0
  /** Bytes needed for the header, or for the header and its frame. */
  let needed = HEADER_BYTES

  const frameEnd = (bytes: Buffer, from: number): number => {
    const length = bytes.readUInt32BE(from)
    if (length > longest) throw new RangeError(`a frame is said to be ${length} bytes long, more than ${longest}`)
    if (length === 0) throw new MalformedBytes('a frame is empty')
    return from + HEADER_BYTES + length
  }

  const together = (chunk: Buffer): Buffer => {
    if (pending.length === 0) return chunk
    const joined = Buffer.concat([...pending, chunk], pendingBytes + chunk.length)
    pending = []
    pendingBytes = 0
    return joined
  }

  const keep = (bytes: Buffer, wanted: number): void => {
    needed = wanted
    if (bytes.length === 0) return
    pending.push(bytes)
    pendingBytes += bytes.length
  }

  return {
    push: (chunk) => {
      // Joined once, when there is enough: a frame in a thousand chunks is not copied a thousand times.
      if (pendingBytes + chunk.length < needed) {
        keep(chunk, needed)
        return []
      }
      const bytes = together(chunk)
      const frames: Buffer[] = []
      let from = 0
      while (bytes.length - from >= HEADER_BYTES) {
        const end = frameEnd(bytes, from)
        if (end > bytes.length) {
          keep(bytes.subarray(from), end - from)
          return frames
        }
        frames.push(bytes.subarray(from + HEADER_BYTES, end))
        from = end
      }
      keep(from === bytes.length ? empty : bytes.subarray(from), HEADER_BYTES)
      return frames
    },
  }
}
