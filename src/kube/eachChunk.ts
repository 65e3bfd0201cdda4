import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

/**
 * Gives each chunk of a stream to `take` as it arrives, without a promise for it or a copy (an async iterator makes both);
 * no more is read while a promise that `take` gave is open. Resolves at the end; rejects with what ended the stream
 * before it, which may be what `take` threw.
 */
export const eachChunk = (stream: Readable, take: (chunk: Buffer) => Promise<void> | undefined): Promise<void> => {
  const end = (error: unknown): void => {
    stream.off('data', onData)
    stream.destroy(error instanceof Error ? error : new Error(String(error)))
  }
  const onData = (chunk: Buffer): void => {
    try {
      const pause = take(chunk)
      if (pause === undefined) return
      stream.pause()
      pause.then(() => stream.resume(), end)
    } catch (error) {
      end(error)
    }
  }
  const over = finished(stream, { writable: false })
  stream.on('data', onData)
  return over
}
