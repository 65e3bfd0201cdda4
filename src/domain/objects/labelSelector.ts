import type { Labels } from './labels.ts'

export const selectorOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const
export type SelectorOperator = (typeof selectorOperators)[number]

/** metav1.LabelSelectorRequirement. */
export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values?: readonly string[]
}

/** metav1.LabelSelector: all of it must hold; without any requirement it selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Labels
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

type Matches = (labels: Labels) => boolean

const has = (labels: Labels, key: string): boolean => Object.hasOwn(labels, key)

const compileRequirement = ({ key, operator, values = [] }: LabelSelectorRequirement): Matches => {
  const among = new Set(values)
  const isAmong: Matches = (labels) => has(labels, key) && among.has(labels[key] ?? '')
  switch (operator) {
    case 'In':
      return isAmong
    case 'NotIn':
      return (labels) => !isAmong(labels)
    case 'Exists':
      return (labels) => has(labels, key)
    case 'DoesNotExist':
      return (labels) => !has(labels, key)
    default:
      return operator satisfies never
  }
}

/**
 * Compiles a selector that has no problem. NotIn and DoesNotExist hold where the key is absent.
 * (apimachinery, pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector and pkg/labels/selector.go, v1.36)
 */
export const compileSelector = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Matches => {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]) => compileRequirement({ key, operator: 'In', values: [value] })),
    ...matchExpressions.map(compileRequirement),
  ]
  return (labels) => requirements.every((holds) => holds(labels))
}

const dnsLabel = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const qualified = '[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?'
const prefixPattern = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`)
const namePattern = new RegExp(`^${qualified}$`)

const isName = (text: string): boolean => text.length <= 63 && namePattern.test(text)

const isLabelKey = (key: string): boolean => {
  const slash = key.indexOf('/')
  const prefix = key.slice(0, Math.max(slash, 0))
  return isName(key.slice(slash + 1)) && (slash === -1 || (prefix.length <= 253 && prefixPattern.test(prefix)))
}

const isLabelValue = (value: string): boolean => value === '' || isName(value)

const requirementProblem = ({ key, operator, values = [] }: LabelSelectorRequirement): string | undefined => {
  if (!isLabelKey(key)) return 'key is not a label key'
  if (!values.every(isLabelValue)) return 'values: not label values'
  const wantsValues = operator === 'In' || operator === 'NotIn'
  if (wantsValues && values.length === 0) return `values: ${operator} needs at least one`
  if (!wantsValues && values.length > 0) return `values: ${operator} takes none`
  return undefined
}

/**
 * Why apimachinery would refuse a selector; undefined when it would not. The schema of a custom resource does not
 * ask this, and a NotIn with a value that no label can have would select everything.
 */
export const selectorProblem = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string | undefined => {
  for (const [key, value] of Object.entries(matchLabels)) {
    if (!isLabelKey(key)) return `matchLabels: ${JSON.stringify(key)} is not a label key`
    if (!isLabelValue(value)) return `matchLabels[${JSON.stringify(key)}]: not a label value`
  }
  for (const [index, requirement] of matchExpressions.entries()) {
    const problem = requirementProblem(requirement)
    if (problem !== undefined) return `matchExpressions[${index}].${problem}`
  }
  return undefined
}
