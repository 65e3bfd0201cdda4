/** Values of variables by name. */
export type Variables = ReadonlyMap<string, string>

/** Replaces every reference of a text by what `valueOf` gives for its name. Linear in the length of the text. */
const replaceReferences = (text: string, valueOf: (name: string) => string): string => {
  const parts: string[] = []
  let done = 0
  // Behind the last bracket no name is closed any more: open ones are not searched for their end again and again.
  const lastClose = text.lastIndexOf(')')
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', done)) {
    const next = text.charAt(at + 1)
    parts.push(text.slice(done, at))
    if (next === '$') {
      parts.push('$')
      done = at + 2
    } else if (next === '(' && at < lastClose) {
      const close = text.indexOf(')', at)
      parts.push(valueOf(text.slice(at + 2, close)))
      done = close + 1
    } else {
      parts.push('$')
      done = at + 1
    }
  }
  return parts.join('') + text.slice(done)
}

/**
 * Replaces `$(NAME)` by the variable's value (third_party/forked/golang/expansion, v1.36). A name that is not defined
 * stays as it is written, `$$` is one dollar, and any other `$` is itself: `$$(NAME)` gives `$(NAME)`. A value that was
 * put in is not read again. Of several sets of variables the first that has a name counts.
 */
export const expand = (text: string, ...sets: readonly Variables[]): string =>
  replaceReferences(text, (name) => sets.find((set) => set.has(name))?.get(name) ?? `$(${name})`)

/** The names that a text refers to, each once; whether they are defined is another matter. */
export const referredNames = (text: string): readonly string[] => {
  const names = new Set<string>()
  replaceReferences(text, (name) => {
    names.add(name)
    return ''
  })
  return [...names]
}
