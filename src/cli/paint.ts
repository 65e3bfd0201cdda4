const escape = '\u001B['

const coloured = (code: number, text: string): string => `${escape}${code}m${text}${escape}0m`

const red = 31
const yellow = 33

/** Colours the severity that a line begins with; the columns stay where they are. */
export const paint = (lines: string, colours: boolean): string =>
  colours
    ? lines.replace(/^(?:error|warning)(?= |$)/gm, (word) => coloured(word === 'error' ? red : yellow, word))
    : lines
