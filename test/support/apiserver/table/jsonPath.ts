import { asText, isList, isObject, type Json } from '../json.ts'

/** One step of a path: from a value to the values that it selects. */
type Step = (value: Json) => readonly Json[]

const present = (value: Json | undefined): readonly Json[] => (value === undefined ? [] : [value])

const child =
  (key: string): Step =>
  (value) =>
    isObject(value) ? present(value[key]) : []

const index =
  (at: number): Step =>
  (value) =>
    isList(value) ? present(value.at(at)) : []

const every: Step = (value) => (isList(value) ? value : isObject(value) ? Object.values(value).flatMap(present) : [])

const filter =
  (key: string, operator: string, wanted: string): Step =>
  (value) =>
    isList(value)
      ? value.filter((item) => isObject(item) && (asText(item[key]) === wanted) === (operator === '=='))
      : []

const TOKENS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step])[] = [
  [
    /^\[\?\(@\.([\w-]+)\s*(==|!=)\s*["']?([^"')]*)["']?\)\]/,
    ([, key = '', operator = '', value = '']) => filter(key, operator, value),
  ],
  [/^\[(-?\d+)\]/, ([, at]) => index(Number(at))],
  [/^\[\*\]|^\.\*/, () => every],
  [/^\[["']([^"']+)["']\]/, ([, key = '']) => child(key)],
  [/^\.((?:\\.|[^.[\\])+)/, ([, key = '']) => child(key.replaceAll('\\', ''))],
]

/**
 * Compiles the part of kubectl's JSONPath that printer columns use: fields (with `\.`), indexes, `[*]`, and filters like
 * `[?(@.type=="Ready")]`. Throws on anything else, so that a column that would print nothing is noticed.
 */
export const jsonPath = (path: string): ((value: Json) => readonly Json[]) => {
  const steps: Step[] = []
  let rest = path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '')
  while (rest !== '') {
    const token = TOKENS.map(([pattern, step]) => ({ match: pattern.exec(rest), step })).find(({ match }) => match)
    if (!token?.match) throw new Error(`JSONPath ${JSON.stringify(path)}: cannot read from ${JSON.stringify(rest)}`)
    steps.push(token.step(token.match))
    rest = rest.slice(token.match[0].length)
  }
  return (value) => steps.reduce<readonly Json[]>((values, step) => values.flatMap((each) => step(each)), [value])
}
