import type { ImageReference } from '../image/reference.ts'
import { normalisePlatform } from './platform.ts'

/** Architectures that images carry in their names, in Go's words and in those of other builders. */
const known = [
  'amd64',
  'arm64',
  'arm64v8',
  'arm',
  'arm32v5',
  'arm32v6',
  'arm32v7',
  'armv6',
  'armv7',
  'armhf',
  '386',
  'i386',
  'ppc64le',
  's390x',
  'riscv64',
  'mips64le',
  'loong64',
  'x86_64',
  'aarch64',
]

const asGo: Readonly<Record<string, string>> = {
  arm64v8: 'arm64',
  arm32v5: 'arm',
  arm32v6: 'arm',
  arm32v7: 'arm',
  armv6: 'arm',
  armv7: 'arm',
}

/** Words after which a number is a version, not an architecture. */
const named = new RegExp(`(?:^|[-_.])(?:(linux|windows)[-_])?(${known.join('|')})$`)
const dockerHubOwner = new RegExp(`^(?:${known.join('|')})$`)

const toGo = (word: string): string => asGo[word] ?? normalisePlatform({ os: 'linux', architecture: word }).architecture

/** What a name says of the one platform that its image is for. */
export interface NamedPlatform {
  readonly architecture: string
  readonly os?: string
  /** Where the name says it, and the word itself. */
  readonly in: 'repository' | 'tag' | 'owner'
  readonly word: string
}

const find = (text: string, place: 'repository' | 'tag'): NamedPlatform | undefined => {
  const [, os, word] = named.exec(text) ?? []
  if (word === undefined) return undefined
  return { architecture: toGo(word), ...(os !== undefined && { os }), in: place, word }
}

/**
 * The architecture that an image's name pins: images from before multi-arch indexes carry it at the end of the
 * repository (`pause-amd64`, Kubernetes' own up to 1.12) or of the tag (`1.2-arm64`), and Docker Hub's official ones
 * as their owner (`arm64v8/nginx`). A convention, nothing more: a name may lie. undefined when the name says none.
 */
export const namedPlatform = ({
  host,
  repository,
  tag,
}: Pick<ImageReference, 'host' | 'repository' | 'tag'>): NamedPlatform | undefined => {
  const [owner = '', ...rest] = repository.split('/')
  const byOwner =
    host === 'docker.io' && rest.length > 0 && dockerHubOwner.test(owner)
      ? ({ architecture: toGo(owner), in: 'owner', word: owner } as const)
      : undefined
  return find(repository.split('/').at(-1) ?? '', 'repository') ?? find(tag ?? '', 'tag') ?? byOwner
}
