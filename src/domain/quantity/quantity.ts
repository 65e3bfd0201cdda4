/** An exact amount, in billionths of its unit (of a core, of a byte): the finest that Kubernetes keeps. */
export type Quantity = bigint

const nano = 1_000_000_000n

const binary: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
}

/** Powers of ten, counted from the billionth. */
const decimal: Readonly<Record<string, number>> = { n: 0, u: 3, m: 6, '': 9, k: 12, M: 15, G: 18, T: 21, P: 24, E: 27 }

const pattern = /^([+-]?)(\d{1,32})?(?:\.(\d{0,32}))?(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/

/** Rounds up in size, as Kubernetes does with what is finer than a billionth. */
const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by

/**
 * Reads `500m`, `1Gi`, `1.5`, `2e3` (ParseQuantity, apimachinery pkg/api/resource/quantity.go, v0.36). undefined for
 * what is no quantity. Numbers of JSON are read as their text.
 */
export const parseQuantity = (text: string | number): Quantity | undefined => {
  const found = pattern.exec(String(text))
  if (found === null) return undefined
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = found
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(whole + fraction)
  const scale = 10n ** BigInt(fraction.length)
  const factor = binary[suffix]
  const power = exponent === undefined ? (decimal[suffix] ?? 9) : 9 + Number(exponent)
  const scaled =
    factor !== undefined
      ? divideUp(digits * factor * nano, scale)
      : power >= 0
        ? divideUp(digits * 10n ** BigInt(power), scale)
        : divideUp(digits, scale * 10n ** BigInt(-power))
  return sign === '-' ? -scaled : scaled
}

/** How many units of the given size, rounded up. */
export const countOf = (quantity: Quantity, unit: Quantity): bigint =>
  quantity < 0n ? -divideUp(-quantity, unit) : divideUp(quantity, unit)

const suffixesDown = (table: readonly (readonly [string, bigint])[], value: bigint): string | undefined => {
  for (const [suffix, size] of table) if (value % size === 0n) return `${value / size}${suffix}`
  return undefined
}

const binaryDown = Object.entries(binary)
  .map(([suffix, size]) => [suffix, size * nano] as const)
  .toReversed()
const decimalDown = Object.entries(decimal)
  .map(([suffix, power]) => [suffix, 10n ** BigInt(power)] as const)
  .toReversed()

/** The shortest exact spelling: `1Gi` rather than 1073741824, `500m` rather than 0.5. Reading it gives the same again. */
export const printQuantity = (quantity: Quantity): string => {
  if (quantity === 0n) return '0'
  const exact = suffixesDown(decimalDown, quantity) ?? `${quantity}n`
  const round = suffixesDown(binaryDown, quantity)
  return round !== undefined && round.length < exact.length ? round : exact
}

/** Amounts by resource, such as `{cpu: '250m', memory: '120Mi'}`. */
export type ResourceList = Readonly<Record<string, string | number>>

const parsed = (list: ResourceList): ReadonlyMap<string, Quantity> =>
  new Map(Object.entries(list).map(([name, amount]) => [name, parseQuantity(amount) ?? 0n]))

/** Whether two lists name the same resources in the same amounts, however these are spelled. */
export const sameResources = (a: ResourceList, b: ResourceList): boolean => {
  const [left, right] = [parsed(a), parsed(b)]
  return left.size === right.size && [...left].every(([name, amount]) => right.get(name) === amount)
}

const combine = (
  lists: readonly ResourceList[],
  join: (a: Quantity, b: Quantity) => Quantity,
): Readonly<Record<string, string>> => {
  const total = new Map<string, Quantity>()
  for (const list of lists) {
    for (const [name, amount] of parsed(list)) total.set(name, join(total.get(name) ?? 0n, amount))
  }
  return Object.fromEntries([...total].map(([name, amount]) => [name, printQuantity(amount)]))
}

/** The sum of each resource; what cannot be read counts as nothing. */
export const addResources = (...lists: readonly ResourceList[]): Readonly<Record<string, string>> =>
  combine(lists, (a, b) => a + b)

/** The largest amount of each resource. */
export const maxResources = (...lists: readonly ResourceList[]): Readonly<Record<string, string>> =>
  combine(lists, (a, b) => (a > b ? a : b))
