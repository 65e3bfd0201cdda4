/**
 * The lexical rules of image references (distribution/reference v0.6, regexp.go). Every pattern is anchored and never
 * has two ways to read the same character, so that hostile text costs linear time.
 */

const hostComponent = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/
const bracketedAddress = /^\[[a-fA-F0-9:]+\]$/
const pathComponent = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const port = /^[0-9]+$/
/** go-digest refuses every other algorithm and every other length, and upper-case digits. */
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/

/** RepositoryNameTotalLengthMax. */
export const maxPathLength = 255

const isHostName = (text: string): boolean =>
  bracketedAddress.test(text) || text.split('.').every((component) => hostComponent.test(component))

/** Whether a text is `host[:port]`, with a name, an IPv4 or a bracketed IPv6 address for the host. */
export const isHost = (text: string): boolean => {
  const colon = text.endsWith(']') ? -1 : text.lastIndexOf(':')
  if (colon < 0) return isHostName(text)
  return isHostName(text.slice(0, colon)) && port.test(text.slice(colon + 1))
}

export const isPath = (text: string): boolean =>
  text.length <= maxPathLength && text.split('/').every((component) => pathComponent.test(component))

export const isTag = (text: string): boolean => tag.test(text)

export const isDigest = (text: string): boolean => digest.test(text)
