/** The parts of a URL that kubelet's keyring looks at, percent-decoded. */
export interface HostAndPath {
  /** `host[:port]`. */
  readonly host: string
  readonly path: string
}

export type ParsedUrl =
  { readonly ok: true; readonly url: HostAndPath } | { readonly ok: false; readonly problem: string }

// eslint-disable-next-line no-control-regex -- the very characters that Go refuses
const controlCharacter = /[\u0000-\u001F\u007F]/
const badEscape = /%(?![0-9A-Fa-f]{2})/
/** ASCII that a host may hold undecoded; everything beyond ASCII passes. */
const hostText = /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\uFFFF]*$/
/** In a host only bytes beyond ASCII may be percent-encoded, and the percent sign itself. */
const badHostEscape = /%(?!25|[89A-Fa-f])/
const userinfoText = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/
const optionalPort = /^(?::[0-9]*)?$/

const refuse = (problem: string): ParsedUrl => ({ ok: false, problem })

const decode = (text: string): string =>
  text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'))

const isIPv6 = (text: string): boolean => {
  const zone = text.indexOf('%25')
  if (zone === 0 || zone === text.length - 3) return false
  return URL.canParse(`https://[${zone < 0 ? text : text.slice(0, zone)}]`)
}

const hostProblem = (host: string): string | undefined => {
  const open = host.lastIndexOf('[')
  if (open > 0) return '"[" in the host does not parse: use "*", or one key for each host'
  const close = host.lastIndexOf(']')
  if (open === 0 && (close < 0 || !isIPv6(host.slice(1, close)))) {
    return '"[" begins an IPv6 address, and this is none: use "*", or one key for each host'
  }
  const colon = open === 0 ? close + 1 : host.indexOf(':')
  if (colon >= 0 && !optionalPort.test(host.slice(colon))) return 'the port is not a number'
  if (badEscape.test(host) || badHostEscape.test(host)) return 'a percent sign does not belong in a host'
  return hostText.test(host) ? undefined : 'the host holds a character that no host may hold'
}

/**
 * Parses what follows `https://` as Go's net/url does (url.Parse, Go 1.26, with its strict colons), as far as
 * kubelet's keyring uses the result. Query and fragment are dropped, user information too.
 */
export const parseGoUrl = (afterScheme: string): ParsedUrl => {
  const [beforeFragment = '', ...fragment] = afterScheme.split('#')
  if (controlCharacter.test(beforeFragment)) return refuse('it holds a control character')
  if (badEscape.test(fragment.join('#'))) return refuse('"%" is not followed by two hexadecimal digits')
  const [hierarchy = ''] = beforeFragment.split('?', 1)
  const slash = hierarchy.indexOf('/')
  const authority = slash < 0 ? hierarchy : hierarchy.slice(0, slash)
  const path = slash < 0 ? '' : hierarchy.slice(slash)
  const at = authority.lastIndexOf('@')
  const userinfo = at < 0 ? '' : authority.slice(0, at)
  const host = authority.slice(at + 1)
  const problem = hostProblem(host)
  if (problem !== undefined) return refuse(problem)
  if (!userinfoText.test(userinfo) || badEscape.test(userinfo)) return refuse('what stands before "@" does not parse')
  if (badEscape.test(path)) return refuse('"%" is not followed by two hexadecimal digits')
  return { ok: true, url: { host: decode(host), path: decode(path) } }
}
