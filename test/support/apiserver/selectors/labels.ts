import { badRequest } from '../status.ts'

export type Labels = Readonly<Record<string, string>>
export type LabelTest = (labels: Labels) => boolean

/** Splits at commas that are not inside parentheses. */
const requirements = (selector: string): readonly string[] =>
  (selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '')

const KEY = String.raw`([A-Za-z0-9][-A-Za-z0-9_./]*)`
const VALUE = String.raw`([-A-Za-z0-9_.]*)`
const SET = new RegExp(String.raw`^${KEY}\s+(in|notin)\s*\(([^)]*)\)$`)
const EQUAL = new RegExp(String.raw`^${KEY}\s*(==|=|!=)\s*${VALUE}$`)
const EXISTS = new RegExp(String.raw`^(!?)\s*${KEY}$`)

const parseRequirement = (text: string): LabelTest => {
  const set = SET.exec(text)
  if (set) {
    const [, key = '', operator, list = ''] = set
    const values = new Set(list.split(',').map((value) => value.trim()))
    // An absent label satisfies notin, as in labels.Requirement.Matches.
    return operator === 'in'
      ? (labels) => values.has(labels[key] ?? '\0')
      : (labels) => !values.has(labels[key] ?? '\0')
  }
  const equality = EQUAL.exec(text)
  if (equality) {
    const [, key = '', operator, value] = equality
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value
  }
  const exists = EXISTS.exec(text)
  if (exists) {
    const [, not, key = ''] = exists
    return not === '!' ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined
  }
  throw badRequest(`unable to parse requirement: found '${text}', expected: !, identifier, or 'end of string'`)
}

/** Parses a label selector in its query form: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws a 400 ApiError. */
export const parseLabelSelector = (selector: string): LabelTest => {
  const tests = requirements(selector).map(parseRequirement)
  return (labels) => tests.every((matches) => matches(labels))
}
