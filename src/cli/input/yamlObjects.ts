import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { isMessage } from '../../store/records/json.ts'
import { redact } from '../../domain/redact.ts'
import { itemOf } from './jsonObjects.ts'
import type { ObjectSink } from './objectSink.ts'

/** Of one document, in UTF-16 code units: what is beyond takes more seconds and memory than anybody would spend. */
const longestDocument = 8 * 1024 * 1024

interface YamlText {
  readonly text: string
  /** Lines before it. */
  readonly before: number
}

/** Cuts a stream at its marks; even within a block of text a line cannot begin with `---` and a blank. */
const documentsIn = (stream: string): readonly YamlText[] => {
  const mark = /^(?:---(?=\s|$)|\.\.\.(?=\s*$))/gm
  const starts = [0, ...Array.from(stream.matchAll(mark), ({ index }) => index)]
  let line = 0
  return starts.map((start, index) => {
    const text = stream.slice(start, starts[index + 1] ?? stream.length)
    const before = line
    line += text.split('\n').length - 1
    return { text: text.replace(/^(?:---|\.\.\.)/, '   '), before }
  })
}

const isBlank = (text: string): boolean => !/^[^\S\n]*[^\s#]/m.test(text)

const hintOf = (text: string): string =>
  /\{\{/.test(text) ? ' (it holds a template expression: render it first, as with helm template)' : ''

/** The parser's words without the content that some of them quote. */
const wordsOf = (message: string): string => redact(message.split('\n')[0] ?? '').replace(/\s*(?:["'<:]).*$/, '')

const readDocument = ({ text, before }: YamlText, file: string, document: number, sink: ObjectSink): void => {
  const lines = new LineCounter()
  const place = (offset: number) => ({ file, document, line: before + lines.linePos(offset).line })
  const begins = Math.max(0, text.search(/^[^\S\n]*[^\s#]/m))
  if (text.length > longestDocument) {
    const message = `a YAML document is larger than ${longestDocument / 1024 / 1024} MiB: give it as JSON (kubectl get -o json), which is read piece by piece`
    sink.problem({ file, document, line: before + 1, message })
    return
  }
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
      const list: unknown = parsed.toJS()
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
    const value: unknown = parsed.toJS()
    if (value !== null) sink.object(value, place(begins))
  } catch (thrown) {
    // Aliases that unfold to more than the parser allows, or that lead nowhere.
    sink.problem({
      ...place(begins),
      message: `it is not YAML: ${wordsOf(thrown instanceof Error ? thrown.message : '')}`,
    })
  }
}

/** Reads all documents of a YAML stream; a faulty one is told of, and the next one read. Comments alone are none. */
export const readYamlObjects = (file: string, stream: string, sink: ObjectSink): void => {
  let document = 0
  for (const text of documentsIn(stream)) {
    if (isBlank(text.text)) continue
    document += 1
    readDocument(text, file, document, sink)
  }
}
