import { test as law, fc } from '@fast-check/jest'
import { createFrameDecoder } from '../../../src/kube/frameDecoder.ts'

const framed = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Cuts bytes at any places. */
const cutAt = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

law.prop([fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), fc.array(fc.nat())])(
  'however frames are cut into chunks, they come out whole and in order',
  (frames, places) => {
    const decoder = createFrameDecoder()
    const chunks = cutAt(Buffer.concat(frames.map(framed)), places)
    // A frame is part of its chunk, and the chunk is gone after the call.
    const out = chunks.flatMap((chunk) => decoder.push(chunk).map((frame) => Uint8Array.from(frame)))
    expect(out).toEqual(frames.map((frame) => Uint8Array.from(frame)))
  },
)

test('a frame that is not complete is not given', () => {
  const decoder = createFrameDecoder()
  expect(decoder.push(framed(Buffer.from('abc')).subarray(0, 6))).toEqual([])
  expect(decoder.push(Buffer.from('c'))).toEqual([Buffer.from('abc')])
})

test('a length that nobody means is refused before its bytes are waited for', () => {
  expect(() => createFrameDecoder(100).push(Buffer.from([0, 0, 0, 101]))).toThrow(
    new RangeError('a frame is said to be 101 bytes long, more than 100'),
  )
  expect(() => createFrameDecoder().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError)
})

test('an empty frame is no event', () => {
  expect(() => createFrameDecoder().push(Buffer.alloc(4))).toThrow('MalformedBytes: a frame is empty')
})
