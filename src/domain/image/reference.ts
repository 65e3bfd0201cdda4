import { isDigest, isHost, isPath, isTag, maxPathLength } from './grammar.ts'
import { splitHost, splitName } from './split.ts'

/** An image reference taken apart, with what its author left out filled in. */
export interface ImageReference {
  /** Registry's `host[:port]`; `docker.io` when implied. */
  readonly host: string
  /** The path below the host; a single component on Docker Hub has got its `library/`. */
  readonly repository: string
  /** `latest` when neither a tag nor a digest is written. */
  readonly tag?: string
  /** `algorithm:hex`; decides when there is a tag as well. */
  readonly digest?: string
  /** What was filled in. */
  readonly implied: { readonly host: boolean; readonly tag: boolean; readonly library: boolean }
  /** As written. */
  readonly text: string
}

/** Why a reference is none: the reasons of cause InvalidReference, and Empty. */
export type ReferenceProblem = 'Uppercase' | 'Template' | 'Syntax' | 'Empty'

export type ParsedReference =
  | { readonly ok: true; readonly reference: ImageReference }
  | { readonly ok: false; readonly problem: string; readonly reason: ReferenceProblem }

const imageId = /^[a-f0-9]{64}$/
const templateMark = /[{}<>$]/
const scheme = /^[A-Za-z][A-Za-z0-9+.-]{0,15}:\/\//

const refuse = (reason: ReferenceProblem, problem: string): ParsedReference => ({ ok: false, reason, problem })

/** Only what the reader can act on: the offending part is named, never quoted (it may hold anything). */
const explain = (text: string): ParsedReference => {
  if (text === '') return refuse('Empty', 'the image is empty')
  if (templateMark.test(text)) {
    return refuse('Template', 'a template expression or placeholder was left in the image: render it before applying')
  }
  if (/\s/.test(text)) return refuse('Syntax', 'the image contains white space: remove it')
  if (imageId.test(text)) {
    return refuse('Syntax', 'the image is an ID (64 hexadecimal digits), not a name: write repository@sha256:<ID>')
  }
  if (scheme.test(text)) return refuse('Syntax', 'the image starts with a scheme: begin with the host of the registry')
  const { host, rest } = splitHost(text)
  const { path, tag, digest } = splitName(rest)
  if (path !== path.toLowerCase() || (!isHost(host) && host !== host.toLowerCase())) {
    return refuse('Uppercase', 'the repository name has upper-case letters: write it in lower case')
  }
  if (path.length > maxPathLength) {
    return refuse('Syntax', `the repository name is longer than ${maxPathLength} characters`)
  }
  if (path === '') return refuse('Syntax', 'the image has no repository name')
  if (digest !== undefined && !isDigest(digest)) {
    return refuse('Syntax', 'the digest is not valid: after @ stands sha256: and 64 lower-case hexadecimal digits')
  }
  if (tag !== undefined && !isTag(tag)) {
    return refuse(
      'Syntax',
      'the tag is not valid: 1 to 128 letters, digits, "_", "." and "-", not starting with "." or "-"',
    )
  }
  return refuse('Syntax', 'the registry host or the repository name is not valid')
}

/** distribution/reference leaves a first component that is no host in the path; kubelet reads it as a host again. */
const isName = (host: string, path: string): boolean =>
  isHost(host) ? isPath(path) : !host.includes(':') && isPath(`${host}/${path}`)

/**
 * Takes an image reference apart as kubelet does (pkg/util/parsers, v1.36, over distribution/reference
 * ParseNormalizedNamed v0.6): a first component with an upper-case letter is a host, and `index.docker.io` is
 * `docker.io`. Linear in the length of the text.
 */
export const parseImageReference = (text: string): ParsedReference => {
  if (imageId.test(text)) return explain(text)
  const { host, rest, impliedHost } = splitHost(text)
  const { path, tag, digest } = splitName(rest)
  const library = host === 'docker.io' && path !== '' && !path.includes('/')
  const repository = library ? `library/${path}` : path
  const lexed =
    isName(host, repository) && (tag === undefined || isTag(tag)) && (digest === undefined || isDigest(digest))
  if (!lexed) return explain(text)
  const impliedTag = tag === undefined && digest === undefined
  return {
    ok: true,
    reference: {
      host,
      repository,
      ...(tag !== undefined ? { tag } : impliedTag ? { tag: 'latest' } : {}),
      ...(digest !== undefined ? { digest } : {}),
      implied: { host: impliedHost, tag: impliedTag, library },
      text,
    },
  }
}

/** What credentials are looked up by: `host/repository`, without tag and digest. */
export const repositoryKey = ({ host, repository }: Pick<ImageReference, 'host' | 'repository'>): string =>
  `${host}/${repository}`

/** The canonical text: everything that was implied, written out. Parsing it gives the same reference again. */
export const printImageReference = (reference: Omit<ImageReference, 'implied' | 'text'>): string => {
  const { tag, digest } = reference
  return `${repositoryKey(reference)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
}
