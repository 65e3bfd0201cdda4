import { test as law, fc } from '@fast-check/jest'
import type { FrameSplitter } from '../../../src/kube/codec.ts'
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

/** Copies: a frame's bytes are gone after `take`. */
const pushed = (decoder: FrameSplitter, chunk: Buffer): readonly Buffer[] => {
  const frames: Buffer[] = []
  decoder.push(chunk, (frame) => void frames.push(Buffer.from(frame)))
  return frames
}
const push = (decoder: FrameSplitter, chunk: Buffer) => () => pushed(decoder, chunk)

law.prop([fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), fc.array(fc.nat())])(
  'however frames are cut into chunks, they come out whole and in order',
  (frames, places) => {
    const decoder = createFrameDecoder()
    const chunks = cutAt(Buffer.concat(frames.map(framed)), places)
    expect(chunks.flatMap((chunk) => pushed(decoder, chunk))).toEqual(frames.map((frame) => Buffer.from(frame)))
  },
)

test('a frame that is not complete is not given', () => {
  const decoder = createFrameDecoder()
  expect(pushed(decoder, framed(Buffer.from('abc')).subarray(0, 6))).toEqual([])
  expect(pushed(decoder, Buffer.from('c'))).toEqual([Buffer.from('abc')])
})

test('a length that nobody means is refused before its bytes are waited for', () => {
  expect(push(createFrameDecoder(100), Buffer.from([0, 0, 0, 101]))).toThrow(
    new RangeError('a frame is said to be 101 bytes long, more than 100'),
  )
  expect(push(createFrameDecoder(), Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError)
})

test('an empty frame is no event', () => {
  expect(push(createFrameDecoder(), Buffer.alloc(4))).toThrow('MalformedBytes: a frame is empty')
})

test('long frames too, whose memory is given back, and short ones after them', () => {
  const frames = [40_000, 3, 1_000_000, 20_000, 5].map((length, index) => Buffer.alloc(length, index + 1))
  const bytes = Buffer.concat(frames.map(framed))
  const decoder = createFrameDecoder()
  const out = Array.from({ length: Math.ceil(bytes.length / 1_852) }, (_, index) =>
    pushed(decoder, bytes.subarray(index * 1_852, (index + 1) * 1_852)),
  ).flat()
  expect(out.map((frame, index) => frame.equals(frames[index] ?? Buffer.alloc(0)))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ])
})

test('a frame that cannot be taken is over: the next begins anew', () => {
  const decoder = createFrameDecoder()
  const [a, b] = [framed(Buffer.from('abc')), framed(Buffer.from('de'))]
  pushed(decoder, a.subarray(0, 5))
  expect(() =>
    decoder.push(a.subarray(5), () => {
      throw new TypeError('no')
    }),
  ).toThrow('no')
  expect(pushed(decoder, b)).toEqual([Buffer.from('de')])
})
