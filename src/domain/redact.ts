/** Longest text that redact returns, in UTF-16 code units: enough for any one cause, small enough for a status. */
export const maxRedactedLength = 1000

const mark = '<redacted>'
const ellipsis = '…'

/** Words after Bearer or Basic that are no credential: challenges and prose. */
const prose = '(?:realm|auth\\w*|tokens?|scheme|challenge|credentials?|error|service|scope|is|was|not|and|or|usage)\\b'

/** What a first pass leaves where a credential was: never redacted again. */
const settled = `${mark}|${ellipsis}$`

const secretNames = [
  'x-amz-(?:signature|credential|security-token)',
  'x-goog-(?:signature|credential)',
  'awsaccesskeyid',
  'key-pair-id',
  'signature',
  'policy',
  'sig',
  '(?:access|refresh|id|identity|registry|session|security)?[_-]?token',
  'client[_-]?secret',
  'secret',
  'passw(?:or)?d',
  'pwd',
  'api[_-]?key',
].join('|')

/**
 * What is taken out, in order; group 1 stays. Every pattern starts at a fixed word that cannot begin inside another
 * match's tail, and has one way to read each character: linear time.
 */
const rules: readonly RegExp[] = [
  // user:password@ of a URL; greedy, for a password may itself hold an @
  /(:\/\/)(?:[^\s/?#"'<]|<(?!redacted>)){0,4096}@/g,
  // a docker config quoted in a message, its quotes escaped or not
  /((?<![A-Za-z])(?:auth|username|password|identitytoken|registrytoken)\\{0,8}["']\s{0,8}:\s{0,8}\\{0,8}["'])(?!<redacted>|…$)[^"'\\]+/gi,
  // auth: followed by something long that is no word
  /((?<![A-Za-z])auth\s{0,8}[:=]\s{0,8}["']?)(?=[A-Za-z+/_-]*[0-9=])[A-Za-z0-9+/_=-]{12,}/gi,
  new RegExp(`((?<![A-Za-z])(?:bearer|basic)\\s{1,8})(?!${prose})[A-Za-z0-9._~+/=:-]+`, 'gi'),
  // signed query strings, form bodies; =, its percent-encoded form, or a colon and a quote as in JSON
  new RegExp(
    `((?<![A-Za-z])(?:${secretNames})(?:=|%3d|\\\\?["']\\s{0,8}:\\s{0,8}\\\\?["']))(?!${settled})[^&\\s"'\\\\]+`,
    'gi',
  ),
  // JSON web tokens, and tokens that say what they are
  /((?<![A-Za-z0-9_-]))eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+/g,
  /((?<![A-Za-z0-9_-]))(?:gh[pousr]_|github_pat_|glpat-|dckr_pat_|dckr_oat_|AKIA|ASIA|xox[abp]-)[A-Za-z0-9_-]{8,}/g,
]

const replaceAll = (text: string): string =>
  rules.reduce((left, rule, index) => left.replace(rule, index === 0 ? `$1${mark}@` : `$1${mark}`), text)

/** Cuts so that no half of a mark and no half of a character is left at the end. */
const cut = (text: string): string => {
  if (text.length <= maxRedactedLength) return text
  const head = text.slice(0, maxRedactedLength - ellipsis.length)
  const open = head.lastIndexOf('<')
  const halfMark = open > head.length - mark.length && mark.startsWith(head.slice(open))
  return (halfMark ? head.slice(0, open) : head.replace(/[\uD800-\uDBFF]$/, '')) + ellipsis
}

/**
 * Makes a message of a registry, a runtime or kubelet fit to be shown: credentials and the signatures of signed URLs
 * are replaced by `<redacted>`, and the text is cut to {@link maxRedactedLength}. Redacting twice changes nothing.
 * Linear in the length of the text.
 */
export const redact = (text: string): string => cut(replaceAll(text))
