import { PassThrough, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { eachChunk } from '../../../src/kube/eachChunk.ts'

const chunks = ['a', 'b', 'c'].map((text) => Buffer.from(text))

const gather = (stream: Readable, take: (text: string) => Promise<void> | undefined = () => undefined) => {
  const seen: string[] = []
  const over = eachChunk(stream, (chunk) => {
    seen.push(chunk.toString())
    return take(chunk.toString())
  })
  return { seen, over }
}

test('gives all chunks in order, and resolves at the end', async () => {
  const { seen, over } = gather(Readable.from(chunks))
  await over
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('gives none while a promise is open', async () => {
  const pauses = Array.from({ length: 2 }, () => Promise.withResolvers<void>())
  const stream = new PassThrough()
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  const { seen, over } = gather(stream, (text) => pauses['ab'.indexOf(text)]?.promise)
  await turn()
  expect(seen).toEqual(['a'])
  pauses[0]?.resolve()
  await turn()
  expect(seen).toEqual(['a', 'b'])
  pauses[1]?.resolve()
  await over
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('rejects with what broke the stream, or cut it off', async () => {
  const [broken, cut] = [new PassThrough(), new PassThrough()]
  const ends = [gather(broken), gather(cut)]
  broken.destroy(new TypeError('reset'))
  cut.destroy()
  const results = await Promise.allSettled(ends.map(({ over }) => over))
  expect(results).toMatchObject([{ reason: { message: 'reset' } }, { reason: { code: 'ERR_STREAM_PREMATURE_CLOSE' } }])
})

test.each<[string, () => Promise<void>]>([
  [
    'throws',
    () => {
      throw new RangeError('too long')
    },
  ],
  ['rejects', () => Promise.reject(new RangeError('too long'))],
])('rejects with what take %s, and gives it nothing more', async (_, fail) => {
  const stream = new PassThrough()
  for (const chunk of chunks) stream.write(chunk)
  const { seen, over } = gather(stream, fail)
  await expect(over).rejects.toThrow(new RangeError('too long'))
  expect(stream.destroyed).toBe(true)
  expect(seen).toEqual(['a'])
})
