import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { isMessage } from '../../store/records/json.ts'
import { redact } from '../../domain/redact.ts'
import { itemOf, type ByteSink } from './jsonObjects.ts'
import type { ObjectSink } from './objectSink.ts'
import { createYamlSplitter, longestDocument } from './yamlSplitter.ts'

interface YamlText {
  readonly text: string
  /** Lines before it. */
  readonly before: number
}

const isBlank = (text: string): boolean => !/^[^\S\n]*[^\s#]/m.test(text)

const hintOf = (text: string): string =>
  /\{\{/.test(text) ? ' (it holds a template expression: render it first, as with helm template)' : ''

/** The parser's words without the content that some of them quote. */
const wordsOf = (message: string): string => redact(message.split('\n')[0] ?? '').replace(/\s*(?:["'<:]).*$/, '')

/** As JSON has it, as the API server takes it; and its texts are no slices that would keep the whole document. */
const valueOf = (parsed: Document): unknown => {
  const text: string | undefined = JSON.stringify(parsed.toJS())
  return text === undefined ? null : JSON.parse(text)
}

const readDocument = ({ text, before }: YamlText, file: string, document: number, sink: ObjectSink): void => {
  const lines = new LineCounter()
  const place = (offset: number) => ({ file, document, line: before + lines.linePos(offset).line })
  const begins = Math.max(0, text.search(/^[^\S\n]*[^\s#]/m))
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true })
  const [error] = parsed.errors
  if (error !== undefined) {
    // What is missing at the end is missed on the last line that says something.
    const at = Math.min(error.pos[0], Math.max(0, text.trimEnd().length - 1))
    sink.problem({ ...place(at), message: `it is not YAML: ${wordsOf(error.message)}${hintOf(text)}` })
    return
  }
  try {
    const { contents } = parsed
    const items: unknown = isMap(contents) ? contents.get('items', true) : undefined
    const kind: unknown = isMap(contents) ? contents.get('kind') : undefined
    if (isSeq(items) && typeof kind === 'string' && kind.endsWith('List')) {
      const list = valueOf(parsed)
      const values: readonly unknown[] = isMessage(list) && Array.isArray(list['items']) ? list['items'] : []
      const apiVersion =
        isMessage(list) && typeof list['apiVersion'] === 'string' ? { apiVersion: list['apiVersion'] } : {}
      for (const [index, value] of values.entries()) {
        const node: unknown = items.items[index]
        const range: unknown = isMessage(node) ? node['range'] : undefined
        const offset: unknown = Array.isArray(range) ? range[0] : undefined
        sink.object(itemOf(value, { kind, ...apiVersion }), place(typeof offset === 'number' ? offset : begins))
      }
      return
    }
    const value = valueOf(parsed)
    if (value !== null) sink.object(value, place(begins))
  } catch (thrown) {
    // Aliases that unfold to more than the parser allows, or that lead nowhere.
    sink.problem({
      ...place(begins),
      message: `it is not YAML: ${wordsOf(thrown instanceof Error ? thrown.message : '')}`,
    })
  }
}

const tooLarge = `a YAML document is larger than ${longestDocument / 1024 / 1024} MiB: give it as JSON (kubectl get -o json), which is read piece by piece`

/**
 * Reads the documents of a YAML stream as they come; a faulty one is told of, and the next one read. Comments alone
 * are none.
 */
export const readYamlObjects = (file: string, sink: ObjectSink): ByteSink => {
  let document = 0
  return createYamlSplitter((piece) => {
    const { kind, before } = piece
    if (kind === 'document' && isBlank(piece.text)) return
    document += 1
    switch (kind) {
      case 'document':
        return readDocument(piece, file, document, sink)
      case 'tooLarge':
        return sink.problem({ file, document, line: before + 1, message: tooLarge })
      case 'binary':
        return sink.problem({
          file,
          document,
          line: before + 1,
          message: 'it is no text, but binary; what comes after this place was not read',
        })
      default:
        return kind satisfies never
    }
  })
}
