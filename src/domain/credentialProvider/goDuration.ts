const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

const duration = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy

/** The longest that 64 bits of nanoseconds hold, about 292 years. */
const longestMs = 2 ** 63 / 1e6

/**
 * Milliseconds of a text that Go's time.ParseDuration takes (1.26): `12h`, `1h30m`, `0`, `-5s`, `1.5m`. undefined for
 * any other.
 */
export const parseGoDuration = (text: string): number | undefined => {
  if (text.length > 100 || !duration.test(text)) return undefined
  const ms = [...text.replace(/^[+-]/, '').matchAll(part)].reduce(
    (sum, [, number = '', unit = '']) => sum + Number(number) * (unitMs[unit] ?? 0),
    0,
  )
  if (ms >= longestMs) return undefined
  return text.startsWith('-') && ms > 0 ? -ms : ms
}
