import { parseImageReference, repositoryKey } from '../image/reference.ts'

/** A text made ready for the rules: names cannot be taken for what is said about them. */
export interface Said {
  /** In lower case; images, URLs' paths and quoted names are replaced. */
  readonly text: string
  /** HTTP statuses of 400 and above that are told. */
  readonly statuses: ReadonlySet<number>
}

const imageMark = '<image>'

const urlPath = /(https?:\/\/[^\s/"'?]+)[/?][^\s"']*[^\s"':,;.)]/gi
const quoted = /"[^"\s]*"/g
const imageTransport = /docker:\/\/[^\s"']*[^\s"':,]/g

/** A quoted image, scope or reference; URLs have lost their path already, and media types matter. */
const isName = (word: string): boolean =>
  /[/:]/.test(word) && !word.startsWith('"application/') && !/^"https?:\/\//.test(word)

/** The spellings under which runtimes name an image, longest first. */
const spellings = (image: string): readonly string[] => {
  const parsed = parseImageReference(image)
  if (!parsed.ok) return [image]
  const key = repositoryKey(parsed.reference)
  const { tag, digest, repository } = parsed.reference
  const full = [...(tag === undefined ? [] : [`${key}:${tag}`]), ...(digest === undefined ? [] : [`${key}@${digest}`])]
  return [...full, image, key, ...(repository.includes('/') ? [repository] : [])].sort((a, b) => b.length - a.length)
}

const withoutNames = (text: string, image: string | undefined): string =>
  (image === undefined || image === '' ? [] : spellings(image)).reduce(
    (left, name) => left.replaceAll(name, imageMark),
    text
      .replace(urlPath, '$1')
      .replace(quoted, (word) => (isName(word) ? `"${imageMark}"` : word))
      .replace(imageTransport, imageMark),
  )

const introducesStatus = /(?:status|code|http|registry|\])[:=]?$|^https?:\/\/[^\s]*:$/
const statusPhrase =
  /^(?:bad|unauthorized|payment|forbidden|not|method|proxy|request|conflict|gone|too|internal|service|gateway|\((?:forbidden|unauthorized|not))/

const statusWord = /^["'(]?([45]\d\d)[)"',:;.]{0,3}$/

/** A number is a status only beside words that say so: a tag, a port or a size is none. */
const statusesIn = (text: string): ReadonlySet<number> => {
  const words = text.split(/\s+/)
  return new Set(
    words.flatMap((word, index) => {
      const number = statusWord.exec(word)?.[1]
      if (number === undefined) return []
      const told = introducesStatus.test(words[index - 1] ?? '') || statusPhrase.test(words[index + 1] ?? '')
      return told ? [Number(number)] : []
    }),
  )
}

export const said = (text: string, image: string | undefined): Said => {
  const lower = withoutNames(text, image).toLowerCase()
  return { text: lower, statuses: statusesIn(lower) }
}
