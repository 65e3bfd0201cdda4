import { MalformedBytes } from '../wire/malformed.ts'
import type { FrameSplitter } from './codec.ts'
import { LONGEST_LINE_BYTES } from './lineDecoder.ts'

const HEADER_BYTES = 4

/** Room for a usual frame (a pod of 5 KB) that comes in several chunks; what a longer one needed is given back after it. */
const USUAL_BYTES = 16 * 1024

/**
 * Cuts chunks of bytes into frames that are preceded by their length, four bytes, big-endian (apimachinery
 * pkg/util/framer/framer.go, v1.36). A frame within one chunk is not copied; one of several chunks is put together in
 * memory that is used again for the next. It is taken as bytes arrive, never for what a length merely says. An end within
 * a frame is left out: it is sent again after resuming. `push` throws RangeError on a frame longer than `longest`.
 */
export const createFrameDecoder = (longest = LONGEST_LINE_BYTES): FrameSplitter => {
  let held = Buffer.allocUnsafeSlow(USUAL_BYTES)
  let heldBytes = 0
  /** Bytes of the header, or of the header and its frame once that is known. */
  let needed = HEADER_BYTES

  const frameEnd = (bytes: Buffer, from: number): number => {
    const length = bytes.readUInt32BE(from)
    if (length > longest) throw new RangeError(`a frame is said to be ${length} bytes long, more than ${longest}`)
    if (length === 0) throw new MalformedBytes('a frame is empty')
    return from + HEADER_BYTES + length
  }

  const resize = (size: number): void => {
    const larger = Buffer.allocUnsafeSlow(size)
    held.copy(larger, 0, 0, heldBytes)
    held = larger
  }

  /** Holds what is needed of a chunk; returns where the rest begins. */
  const hold = (chunk: Buffer, from: number): number => {
    const end = Math.min(chunk.length, from + needed - heldBytes)
    const bytes = heldBytes + end - from
    if (bytes > held.length) resize(Math.max(bytes, held.length * 2))
    heldBytes += chunk.copy(held, heldBytes, from, end)
    return end
  }

  const forget = (): void => {
    heldBytes = 0
    needed = HEADER_BYTES
    if (held.length > USUAL_BYTES) resize(USUAL_BYTES)
  }

  /** Goes on with what is held: with its frame's length once the header is whole, then with the frame. */
  const complete = (take: (frame: Buffer) => void): void => {
    if (heldBytes < needed) return
    if (needed === HEADER_BYTES) {
      needed = frameEnd(held, 0)
      return
    }
    const frame = held.subarray(HEADER_BYTES, needed)
    forget()
    take(frame)
  }

  return {
    push: (chunk, take) => {
      let from = 0
      while (from < chunk.length) {
        const whole = heldBytes === 0 && chunk.length - from >= HEADER_BYTES ? frameEnd(chunk, from) : undefined
        if (whole !== undefined && whole <= chunk.length) {
          take(chunk.subarray(from + HEADER_BYTES, whole))
          from = whole
          continue
        }
        from = hold(chunk, from)
        complete(take)
      }
    },
  }
}
