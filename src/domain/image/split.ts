/** Cuts at the first separator; the second part is undefined when there is none. */
const cut = (text: string, separator: string): readonly [string, string | undefined] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

const isHostLike = (component: string): boolean =>
  component === 'localhost' || /[.:]/.test(component) || component !== component.toLowerCase()

/** Splits off the registry, Docker Hub when none is written (splitDockerDomain of distribution/reference). */
export const splitHost = (
  text: string,
): { readonly host: string; readonly rest: string; readonly impliedHost: boolean } => {
  const [first, rest] = cut(text, '/')
  if (rest === undefined || !isHostLike(first)) return { host: 'docker.io', rest: text, impliedHost: true }
  return { host: first === 'index.docker.io' ? 'docker.io' : first, rest, impliedHost: false }
}

/** Splits what follows the host into path, tag and digest, unchecked. */
export const splitName = (
  rest: string,
): { readonly path: string; readonly tag: string | undefined; readonly digest: string | undefined } => {
  const [name, digest] = cut(rest, '@')
  const [path, tag] = cut(name, ':')
  return { path, tag, digest }
}
