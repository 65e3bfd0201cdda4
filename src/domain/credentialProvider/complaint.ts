import { stableText } from '../failure/stableText.ts'
import type { CredentialProvider } from './providerConfig.ts'

const mark = '<redacted>'

/** Variables that are likely to hold a credential, by name, or by being too long for anything to be missed. */
const secretName = /key|token|secret|pass|cred|auth/i
const longValue = 12

/** A run of characters as keys and tokens are made of, too long and too mixed for a word. */
const opaque =
  /(?<![A-Za-z0-9+_=~-])(?=[A-Za-z+_=~-]*\d)[A-Za-z0-9+_=~-]{20,}|(?<![A-Za-z0-9+_=~-])[A-Za-z0-9+_=~-]{40,}/g

/** How programs in Go with klog begin a line: severity, time, process, place. */
const klogHeader = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,9} [^\s\]]{1,100}\] /

/** Longest part of a plugin's complaint that is told, in UTF-16 code units. */
const maxLength = 240

/**
 * The last thing that a plugin said on standard error, fit for a status: one line, without what looks like a
 * credential or comes from its configured environment, and the same from try to try. Empty when it said nothing.
 */
export const showComplaint = (stderr: string, { env }: Pick<CredentialProvider, 'env'>): string => {
  const line = stderr.trim().split('\n').at(-1)?.trim().replace(klogHeader, '') ?? ''
  const hidden = env
    .filter(({ name, value }) => value.length >= (secretName.test(name) ? 1 : longValue))
    .map(({ value }) => value)
    .sort((a, b) => b.length - a.length)
    .reduce((text, value) => text.replaceAll(value, mark), line)
  return stableText(hidden.replace(opaque, mark), [], maxLength)
}
