export type DecodedAuth =
  | { readonly ok: true; readonly username: string; readonly password: string; readonly utf8: boolean }
  | { readonly ok: false; readonly problem: string }

const alphabet = /^[A-Za-z0-9+/]*={0,2}$/

const isBase64 = (text: string): boolean => {
  if (!alphabet.test(text)) return false
  return text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1
}

/**
 * Decodes the `auth` of a docker config as kubelet does (decodeDockerConfigFieldAuth,
 * pkg/credentialprovider/config.go, v1.36): standard base64, padded or not, line ends ignored; everything behind the
 * first colon is the password. `utf8` is false when bytes were lost on the way to text.
 */
export const decodeAuth = (field: string): DecodedAuth => {
  const text = field.replaceAll(/[\r\n]/g, '')
  if (!isBase64(text)) return { ok: false, problem: 'is not base64' }
  const bytes = Buffer.from(text, 'base64')
  const decoded = bytes.toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return { ok: false, problem: 'has no colon: it must be base64 of user:password' }
  const utf8 = Buffer.from(decoded, 'utf8').equals(bytes)
  return { ok: true, username: decoded.slice(0, colon), password: decoded.slice(colon + 1), utf8 }
}
