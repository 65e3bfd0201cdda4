/** How many columns a character takes: East Asian ones and pictures take two, marks that combine take none. */
const widthOfCharacter = (character: string): number => {
  if (/\p{Mark}/u.test(character)) return 0
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1
}

const width = (text: string): number =>
  // oxlint-disable-next-line no-control-regex -- plain text, the usual case, is not looked at character by character
  /^[\x20-\x7E]*$/.test(text)
    ? text.length
    : Array.from(text).reduce((sum, character) => sum + widthOfCharacter(character), 0)

const gap = '   '

/** Rows in aligned columns as kubectl prints them: the first is the heading, and no line ends in blanks. */
export const printTable = (rows: readonly (readonly string[])[]): string => {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width(cell))
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join(gap)
      .trimEnd()
  return rows.map((row) => `${line(row)}\n`).join('')
}
