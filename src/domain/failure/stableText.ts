import { redact } from '../redact.ts'

/** What differs from try to try or from pod to pod, and says nothing; each pattern reads its characters in one way. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/sha(?:256|512):[0-9a-f]{16,}/gi, '<digest>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{1,5})?\b/g, '<ip>'],
  [/\[[0-9a-f:]{2,39}\](?::\d{1,5})?/gi, '<ip>'],
  [/\b\d{1,9}(?:\.\d{1,9})?(?:ns|µs|us|ms|s|m|h)\b/g, '<duration>'],
  [/\b(?=[a-z]{0,40}\d)[0-9a-z]{16,}\b/gi, '<id>'],
  [/\b\d{5,}\b/g, '<number>'],
]

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** A text fit to be shown: without credentials, on one line, cut. */
export const shownText = (text: string, length: number): string => cut(redact(text).replace(/\s+/g, ' ').trim(), length)

/** The same, without what changes by itself; `names` are such words, like the pod's own name. */
export const stableText = (text: string, names: readonly string[], length: number): string => {
  const named = names.filter((name) => name !== '').reduce((left, name) => left.replaceAll(name, '<pod>'), redact(text))
  return shownText(
    volatile.reduce((left, [pattern, mark]) => left.replace(pattern, mark), named),
    length,
  )
}
