import type { ImageNames } from './imageNames.ts'

/** A text made ready for the rules: names cannot be taken for what is said about them. */
export interface Said {
  /** In lower case; images, URLs' paths and quoted names are replaced. */
  readonly text: string
  /** HTTP statuses of 400 and above that are told. */
  readonly statuses: readonly number[]
}

const imageMark = '<image>'

const urlPath = /(https?:\/\/[^\s/"'?]+)[/?][^\s"']*[^\s"':,;.)]/gi
const quoted = /"[^"\s]*"/g
const imageTransport = /docker:\/\/[^\s"']*[^\s"':,]/g

/** A quoted image, scope or reference; URLs have lost their path already, and media types matter. */
const isName = (word: string): boolean =>
  /[/:]/.test(word) && !word.startsWith('"application/') && !/^"https?:\/\//.test(word)

const withoutPlaces = (text: string): string => {
  const bare = text.includes('://') ? text.replace(urlPath, '$1').replace(imageTransport, imageMark) : text
  return bare.includes('"') ? bare.replace(quoted, (word) => (isName(word) ? `"${imageMark}"` : word)) : bare
}

const withoutNames = (text: string, { spellings }: ImageNames): string =>
  spellings.reduce((left, name) => left.replaceAll(name, imageMark), withoutPlaces(text))

const introducesStatus = /(?:status|code|http|registry|\])[:=]?$|^https?:\/\/[^\s]*:$/
const statusPhrase =
  /^(?:bad|unauthorized|payment|forbidden|not|method|proxy|request|conflict|gone|too|internal|service|gateway|\((?:forbidden|unauthorized|not))/

const statusWord = /(?<!\S)["'(]?([45]\d\d)[)"',:;.]{0,3}(?!\S)/g

/** Longer words than this introduce nothing. */
const longestWord = 300

const wordBefore = (text: string, at: number): string => {
  const head = text.slice(Math.max(0, at - longestWord), at).trimEnd()
  return head.slice(Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'), head.lastIndexOf('\t')) + 1)
}

/** A number is a status only beside words that say so: a tag, a port or a size is none. */
const statusesIn = (text: string): readonly number[] => {
  const found: number[] = []
  for (const match of text.matchAll(statusWord)) {
    const next = text.slice(match.index + match[0].length, match.index + match[0].length + 40).trimStart()
    if (statusPhrase.test(next) || introducesStatus.test(wordBefore(text, match.index))) found.push(Number(match[1]))
  }
  return found
}

export const said = (text: string, names: ImageNames): Said => {
  const lower = withoutNames(text, names).toLowerCase()
  return { text: lower, statuses: statusesIn(lower) }
}
