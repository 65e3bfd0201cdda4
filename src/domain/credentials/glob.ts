/** One step of a pattern: a literal, any one character, or a class of ranges. */
type Step = (character: string) => boolean

interface Chunk {
  /** A star stands before it. */
  readonly star: boolean
  readonly steps: readonly Step[]
}

const classStep = (pattern: readonly string[], from: number): { step: Step; next: number } | undefined => {
  let at = from
  const negated = pattern[at] === '^'
  if (negated) at += 1
  const ranges: (readonly [string, string])[] = []
  const bound = (): string | undefined => {
    if (pattern[at] === '-' || pattern[at] === ']') return undefined
    if (pattern[at] === '\\') at += 1
    at += 1
    return at < pattern.length ? pattern[at - 1] : undefined
  }
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = bound()
    if (low === undefined) return undefined
    if (pattern[at] === '-') at += 1
    else {
      ranges.push([low, low])
      continue
    }
    const high = bound()
    if (high === undefined) return undefined
    ranges.push([low, high])
  }
  return { step: (c) => ranges.some(([low, high]) => low <= c && c <= high) !== negated, next: at + 1 }
}

/** undefined for a pattern that is malformed. */
const compile = (text: string): readonly Chunk[] | undefined => {
  const pattern = Array.from(text)
  const chunks: { star: boolean; steps: Step[] }[] = [{ star: false, steps: [] }]
  for (let at = 0; at < pattern.length;) {
    const character = pattern[at]
    const steps = chunks[chunks.length - 1]?.steps ?? []
    if (character === '*') {
      if (steps.length > 0 || chunks.length === 1) chunks.push({ star: true, steps: [] })
      at += 1
    } else if (character === '[') {
      const parsed = classStep(pattern, at + 1)
      if (parsed === undefined) return undefined
      steps.push(parsed.step)
      at = parsed.next
    } else {
      if (character === '\\') at += 1
      const literal = pattern[at]
      if (literal === undefined) return undefined
      steps.push(character === '?' ? (c) => c !== '/' : (c) => c === literal)
      at += 1
    }
  }
  return chunks
}

const matchesAt = (steps: readonly Step[], name: readonly string[], at: number): boolean =>
  at >= 0 && at + steps.length <= name.length && steps.every((step, index) => step(name[at + index] ?? ''))

/** The first place at or after `from` where the steps match, with no slash skipped; -1 when there is none. */
const find = (steps: readonly Step[], name: readonly string[], from: number): number => {
  for (let at = from; at + steps.length <= name.length; at += 1) {
    if (matchesAt(steps, name, at)) return at
    if (name[at] === '/') return -1
  }
  return -1
}

/**
 * Whether a whole name matches a shell pattern, as Go's path.Match (1.26): `*`, `?`, `[a-z]`, `[^a-z]` and
 * backslash; a malformed pattern matches nothing. Each chunk between stars is placed once, at its first fit, so no
 * pattern can make it backtrack.
 */
export const globMatches = (pattern: string, text: string): boolean => {
  if (!/[*?[\\]/.test(pattern)) return pattern === text
  const chunks = compile(pattern)
  if (chunks === undefined) return false
  const name = Array.from(text)
  let at = 0
  for (const [index, { star, steps }] of chunks.entries()) {
    const last = index === chunks.length - 1
    const end = name.length - steps.length
    const place = !star
      ? at
      : last
        ? end >= at && !name.slice(at, end).includes('/')
          ? end
          : -1
        : find(steps, name, at)
    if (place < 0 || !matchesAt(steps, name, place)) return false
    at = place + steps.length
  }
  return at === name.length
}
