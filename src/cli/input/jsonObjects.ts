import type { Buffer } from 'node:buffer'
import { isMessage } from '../../store/records/json.ts'
import { jsonFault } from './jsonFault.ts'
import { createJsonSplitter, type JsonPiece } from './jsonSplitter.ts'
import type { ObjectSink } from './objectSink.ts'

/** What a list says of its items: kind and version, which those of a `PodList` do not repeat. */
interface ListHead {
  readonly apiVersion?: string
  readonly kind?: string
}

const headOf = (head: Buffer): ListHead => {
  try {
    // The bracket that opens the items is the last of it.
    const parsed: unknown = JSON.parse(`${head.toString('utf8')}]}`)
    return isMessage(parsed) ? namesOf(parsed) : {}
  } catch {
    return {}
  }
}

const namesOf = ({ apiVersion, kind }: Readonly<Record<string, unknown>>): ListHead => ({
  ...(typeof apiVersion === 'string' && { apiVersion }),
  ...(typeof kind === 'string' && { kind }),
})

/** An item of a list that names a kind, `PodList`, is of that kind. */
export const itemOf = (item: unknown, { apiVersion, kind }: ListHead): unknown => {
  const ofItems = kind?.endsWith('List') === true ? kind.slice(0, -'List'.length) : ''
  if (ofItems === '' || !isMessage(item) || item['kind'] !== undefined) return item
  return { apiVersion, kind: ofItems, ...item }
}

export interface ByteSink {
  readonly push: (chunk: Buffer) => void
  readonly end: () => void
}

/** Reads JSON as it comes: objects, lists of them, several after another. Holds one object at a time. */
export const readJsonObjects = (file: string, sink: ObjectSink): ByteSink => {
  let document = 1
  let head: ListHead = {}

  const broken = (text: string, line: number, what: string): void => {
    const fault = jsonFault(text)
    sink.problem({
      file,
      document,
      line: line + (fault?.line ?? 1) - 1,
      message: fault?.truncated === true ? `${what} ends in the middle` : `${what} is not JSON`,
    })
  }

  const parse = (bytes: Buffer, line: number, what: string): { readonly value: unknown } | undefined => {
    const text = bytes.toString('utf8')
    try {
      return { value: JSON.parse(text) }
    } catch {
      broken(text, line, what)
      return undefined
    }
  }

  const tell = (piece: JsonPiece): void => {
    const { line } = piece
    switch (piece.kind) {
      case 'list':
        head = headOf(piece.head)
        return
      case 'item': {
        const parsed = parse(piece.bytes, line, `item ${piece.index + 1} of the list`)
        if (parsed !== undefined) sink.object(itemOf(parsed.value, head), { file, document, line })
        return
      }
      case 'value': {
        const parsed = parse(piece.bytes, line, 'it')
        if (parsed !== undefined && piece.items === undefined) sink.object(parsed.value, { file, document, line })
        document += 1
        head = {}
        return
      }
      case 'fault': {
        const fault = piece.pending.length === 0 ? undefined : jsonFault(piece.pending.toString('utf8'))
        const message = `${piece.problem}; what comes after this place was not read`
        sink.problem({ file, document, line: line + (fault?.line ?? 1) - 1, message })
        return
      }
      default:
        return piece satisfies never
    }
  }
  return createJsonSplitter(tell)
}
