import { jest } from '@jest/globals'
import { fc, test as prop } from '@fast-check/jest'
import type { FrameSplitter } from '../../../src/kube/codec.ts'
import { createLineDecoder } from '../../../src/kube/lineDecoder.ts'

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = []
  let from = 0
  for (let i = 0; from < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1
    chunks.push(bytes.subarray(from, from + size))
    from += size
  }
  return chunks
}

const pushed = (decoder: FrameSplitter, chunk: Buffer): readonly Buffer[] => {
  const lines: Buffer[] = []
  decoder.push(chunk, (line) => void lines.push(line))
  return lines
}

prop.prop([
  fc.array(
    fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replaceAll('\n', '¶'))
      .filter(Boolean),
  ),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
])('however lines are cut into chunks, within characters too, they come out whole', (lines, sizes) => {
  const decoder = createLineDecoder()
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  const decoded = cut(bytes, sizes).flatMap((chunk) => pushed(decoder, chunk).map((line) => line.toString()))
  expect(decoded).toEqual(lines)
})

test('empty lines are left out, and so is an end that was cut off', () => {
  const decoder = createLineDecoder()
  expect(pushed(decoder, Buffer.from('\n\na\n\nb')).map(String)).toEqual(['a'])
})

test('a line of many chunks is joined once', () => {
  const decoder = createLineDecoder()
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const concat = jest.spyOn(Buffer, 'concat')
  for (let i = 0; i < 160; i += 1) expect(pushed(decoder, chunk)).toEqual([])
  const [line] = pushed(decoder, Buffer.from('\n'))
  expect(line).toHaveLength(160 * 64 * 1024)
  expect(concat).toHaveBeenCalledTimes(1)
  concat.mockRestore()
})

test('a peer that never ends its line is not an API server', () => {
  const decoder = createLineDecoder(10)
  expect(pushed(decoder, Buffer.from('0123456789'))).toEqual([])
  expect(() => pushed(decoder, Buffer.from('x'))).toThrow(new RangeError('a line is longer than 10 bytes'))
})
