/** Longer messages are cut: they end in logs and statuses. */
const LONGEST_MESSAGE = 1024

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\/\/[^/\s@]+@/g, '//[redacted]@'],
  // A JWT, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[redacted]'],
  // The values of a URL's query: signed URLs carry their signature there.
  [/(\bhttps?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1?[redacted]'],
]

/** One line of a message from elsewhere, without anything that looks like a credential, and not too long. */
export const scrub = (message: string): string => {
  const line = message
    .slice(0, 4 * LONGEST_MESSAGE)
    .replace(/\s+/g, ' ')
    .trim()
  const clean = CREDENTIALS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line)
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE - 1)}…` : clean
}
