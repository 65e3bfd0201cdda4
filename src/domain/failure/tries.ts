import { strip } from './strip.ts'

/** How one error of a list begins; a comma alone also stands inside of messages. */
const openings = [
  'rpc error: ',
  'failed to ',
  'Failed to ',
  'Error ',
  'initializing source ',
  'copying system image ',
  'reading manifest ',
  'unable to ',
  'unexpected status ',
  'Get ',
  'Head ',
]

/** Enough of the first error to find the next one of its kind. */
const sampleLength = 12

const separator = ', '

const splitList = (list: string): readonly string[] => {
  const begins = [...openings, list.slice(0, sampleLength)]
  const parts: string[] = []
  let start = 0
  for (let comma = list.indexOf(separator); comma >= 0; comma = list.indexOf(separator, comma + 1)) {
    const next = comma + separator.length
    if (!begins.some((opening) => list.startsWith(opening, next))) continue
    parts.push(list.slice(start, comma))
    start = next
  }
  return [...parts, list.slice(start)]
}

/** A list cut off at its end, as Events are, has lost its bracket. */
const insideBrackets = (text: string): string => (text.endsWith(']') ? text.slice(1, -1) : text.slice(1))

/** A list of lists is not seen in practice; a hostile one must end. */
const maxDepth = 3

const unfold = (text: string, depth: number): readonly string[] => {
  const said = strip(text)
  if (!said.startsWith('[') || depth >= maxDepth) return [said]
  return splitList(insideBrackets(said)).flatMap((part) => unfold(part, depth + 1))
}

/**
 * The texts of all tries that a message tells of: kubelet tries every credential that matches, and lists what each of
 * them met as `[a, b]` (utilerrors.NewAggregate, k8s.io/apimachinery v0.36). Each without its layers; none is empty.
 */
export const triesIn = (message: string): readonly string[] => unfold(message, 0).filter((text) => text !== '')
