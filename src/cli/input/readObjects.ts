import { Buffer } from 'node:buffer'
import type { Terminal } from '../terminal.ts'
import { readJsonObjects, type ByteSink } from './jsonObjects.ts'
import type { ObjectSink } from './objectSink.ts'
import { bytesOf, nameOfFile, whyUnreadable } from './readAll.ts'

/** So much is looked at to see what a file is. */
const sniffed = 512

/** What is not text, by its first bytes, and what to do with it. */
const foreign = (start: Buffer): string | undefined => {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'it is compressed (gzip): unpack it first'
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    return 'it is UTF-16, as PowerShell writes it: save it as UTF-8'
  }
  return start.subarray(0, sniffed).includes(0) ? 'it is no text, but binary' : undefined
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

const withoutMark = (start: Buffer): Buffer => (start.subarray(0, 3).equals(byteOrderMark) ? start.subarray(3) : start)

const firstByte = (bytes: Buffer): number | undefined => bytes.find((byte) => byte > 0x20)

/**
 * Reads every object of a file (or of standard input, for `-`): JSON piece by piece and YAML document by document,
 * as they come. What cannot be read is told of in its place, and the rest is read. Never rejects for what a file holds.
 *
 * @param progress called with the bytes read so far
 */
export const readObjects = async (
  file: string,
  terminal: Terminal,
  sink: ObjectSink,
  progress: (bytes: number) => void,
): Promise<void> => {
  const name = nameOfFile(file)
  let start: Buffer = Buffer.alloc(0)
  let reader: ByteSink | undefined
  let total = 0

  /** Decides what a file is once there is something to see. */
  const begin = async (): Promise<ByteSink> => {
    const first = firstByte(withoutMark(start))
    if (first === 0x7b || first === 0x5b) return readJsonObjects(name, sink)
    const { readYamlObjects } = await import('./yamlObjects.ts')
    return readYamlObjects(name, sink)
  }

  try {
    for await (const bytes of bytesOf(file, terminal)) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      total += chunk.length
      progress(total)
      if (reader !== undefined) {
        reader.push(chunk)
        continue
      }
      start = Buffer.concat([start, chunk])
      if (start.length < sniffed) continue
      const problem = foreign(start)
      if (problem !== undefined) return sink.problem({ file: name, message: problem })
      reader = await begin()
      reader.push(withoutMark(start))
    }
  } catch (error) {
    return sink.problem({ file: name, message: `it cannot be read: ${whyUnreadable(error)}` })
  }
  if (reader === undefined) {
    const problem = foreign(start)
    if (problem !== undefined) return sink.problem({ file: name, message: problem })
    if (firstByte(start) === undefined) return sink.problem({ file: name, message: 'it is empty' })
    reader = await begin()
    reader.push(withoutMark(start))
  }
  reader.end()
}
