import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { isNativeError } from 'node:util/types'
import type { Terminal } from '../terminal.ts'

/** How standard input is named where a file could be. */
export const standardInput = '-'

/** The bytes of a file, or of standard input for `-`. */
export const bytesOf = (file: string, terminal: Terminal): AsyncIterable<Uint8Array> =>
  file === standardInput ? terminal.input : createReadStream(file, { highWaterMark: 256 * 1024 })

/** How a file is called in messages. */
export const nameOfFile = (file: string): string => (file === standardInput ? 'standard input' : file)

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
}

/** Why a file could not be read, in a few words. */
export const whyUnreadable = (error: unknown): string => {
  const code: unknown = isNativeError(error) && 'code' in error ? error.code : undefined
  if (typeof code === 'string') return reasons[code] ?? code
  return isNativeError(error) ? error.message : String(error)
}

/** Reads all of a small file. Throws RangeError when it has more than `limit` bytes, and what reading throws. */
export const readAll = async (file: string, terminal: Terminal, limit: number): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytesOf(file, terminal)) {
    size += chunk.length
    if (size > limit) throw new RangeError(`it is larger than ${Math.floor(limit / 1024 / 1024)} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
