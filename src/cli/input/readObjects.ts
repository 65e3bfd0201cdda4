import { Buffer } from 'node:buffer'
import type { Terminal } from '../terminal.ts'
import { readJsonObjects, type ByteSink } from './jsonObjects.ts'
import type { ObjectSink } from './objectSink.ts'
import { bytesOf, nameOfFile, whyUnreadable } from './readAll.ts'

/** All of a YAML file is held while it is read. */
const longestYaml = 64 * 1024 * 1024

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

/** Reads YAML at its end, when it is all there. */
const collectYaml = (file: string, sink: ObjectSink): ByteSink & { readonly ready: Promise<void> } => {
  const chunks: Buffer[] = []
  let size = 0
  const done = Promise.withResolvers<void>()
  const read = async (): Promise<void> => {
    if (size > longestYaml) {
      const message = `it is larger than ${longestYaml / 1024 / 1024} MiB of YAML: give it as JSON (kubectl get -o json), which is read piece by piece`
      sink.problem({ file, message })
      return
    }
    const { readYamlObjects } = await import('./yamlObjects.ts')
    const bytes = Buffer.concat(chunks)
    if (bytes.includes(0)) sink.problem({ file, message: 'it is no text, but binary' })
    else readYamlObjects(file, bytes.toString('utf8'), sink)
  }
  return {
    ready: done.promise,
    push: (chunk) => {
      size += chunk.length
      if (size <= longestYaml) chunks.push(chunk)
      else chunks.length = 0
    },
    end: () => void read().then(done.resolve, done.reject),
  }
}

/**
 * Reads every object of a file (or of standard input, for `-`): JSON piece by piece as it comes, YAML at its end. What
 * cannot be read is told of in its place, and the rest is read. Never rejects for what a file holds.
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
  let yaml: { readonly ready: Promise<void> } | undefined
  let total = 0

  /** Decides what a file is once there is something to see. */
  const begin = (): ByteSink => {
    const first = firstByte(withoutMark(start))
    if (first === 0x7b || first === 0x5b) return readJsonObjects(name, sink)
    const collecting = collectYaml(name, sink)
    yaml = collecting
    return collecting
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
      reader = begin()
      reader.push(withoutMark(start))
    }
  } catch (error) {
    return sink.problem({ file: name, message: `it cannot be read: ${whyUnreadable(error)}` })
  }
  if (reader === undefined) {
    const problem = foreign(start)
    if (problem !== undefined) return sink.problem({ file: name, message: problem })
    if (firstByte(start) === undefined) return sink.problem({ file: name, message: 'it is empty' })
    reader = begin()
    reader.push(withoutMark(start))
  }
  reader.end()
  await yaml?.ready
}
