export interface Member {
  readonly name: string
  /** The value's own JSON text. */
  readonly json: string
}

/** Index of the quote that ends the string which begins at `open`. */
const stringEnd = (json: string, open: number): number => {
  let at = open + 1
  while (json[at] !== '"' && at < json.length) at += json[at] === '\\' ? 2 : 1
  return at
}

/** Index of the comma or bracket that ends the value which begins at `start`. */
const valueEnd = (json: string, start: number): number => {
  let depth = 0
  for (let at = start; at < json.length; at += 1) {
    switch (json.charAt(at)) {
      case '"':
        at = stringEnd(json, at)
        break
      case '{':
      case '[':
        depth += 1
        break
      case '}':
      case ']':
        if (depth === 0) return at
        depth -= 1
        break
      case ',':
        if (depth === 0) return at
        break
      default:
    }
  }
  return json.length
}

/** The string that a JSON text stands for, half surrogates replaced as Go does; undefined when it is no string. */
export const jsonString = (json: string): string | undefined => {
  const value: unknown = JSON.parse(json)
  return typeof value === 'string' ? value.toWellFormed() : undefined
}

export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * The members of a JSON object in their order, repeated names kept: Go decodes every one of them in turn, where
 * JSON.parse shows only the last. undefined when the text is another value. The text must be valid JSON.
 */
export const jsonMembers = (json: string): readonly Member[] | undefined => {
  const text = json.trim()
  if (!text.startsWith('{')) return undefined
  const found: Member[] = []
  for (let open = text.indexOf('"'); open >= 0;) {
    const close = stringEnd(text, open)
    const start = text.indexOf(':', close) + 1
    const end = valueEnd(text, start)
    found.push({ name: jsonString(text.slice(open, close + 1)) ?? '', json: text.slice(start, end).trim() })
    open = text.indexOf('"', end)
  }
  return found
}
