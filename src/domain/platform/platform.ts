/** What a binary runs on, in the words of Go (GOOS, GOARCH) and of OCI image indexes. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  /** `v7` of arm/v7. */
  readonly variant?: string
  /** Windows only: `10.0.20348.587`. */
  readonly osVersion?: string
}

/** Other names of the same (containerd platforms/database.go normalizeArch, v1.0). */
const architectures: Readonly<Record<string, readonly [string, string?]>> = {
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  i386: ['386'],
  i486: ['386'],
  i586: ['386'],
  i686: ['386'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
}

/** What a platform that names no variant means. */
const impliedVariants: Readonly<Record<string, string>> = { arm: 'v7', arm64: 'v8', amd64: 'v1' }

const withV = (variant: string): string => (/^\d/.test(variant) ? `v${variant}` : variant)

/** One spelling for each platform; a variant that goes without saying is left out. */
export const normalisePlatform = ({ os, architecture, variant, osVersion }: Platform): Platform => {
  const [name, implied] = architectures[architecture.toLowerCase()] ?? [architecture.toLowerCase()]
  const given = variant === undefined || variant === '' ? implied : withV(variant.toLowerCase())
  const system = os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase()
  return {
    os: system,
    architecture: name,
    ...(given !== undefined && given !== impliedVariants[name] && { variant: given }),
    ...(osVersion !== undefined && osVersion !== '' && { osVersion }),
  }
}

/** `os/architecture[/variant]`, or `os/architecture`; undefined for anything else. */
export const parsePlatform = (text: string): Platform | undefined => {
  const parts = text.split('/')
  const [os = '', architecture = '', variant] = parts
  if (parts.length > 3 || os === '' || architecture === '' || variant === '') return undefined
  return normalisePlatform({ os, architecture, ...(variant !== undefined && { variant }) })
}

export const printPlatform = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant === undefined ? [] : [variant])].join('/')

/** Older machines whose binaries a variant runs as well, best first (containerd platforms/compare.go platformVector). */
const also: Readonly<Record<string, readonly string[]>> = {
  'arm/v8': ['v7', 'v6', 'v5'],
  'arm/v7': ['v6', 'v5'],
  'arm/v6': ['v5'],
}

/** A node does not say which variant it is. */
const unknownVariant: ReadonlySet<string> = new Set(['arm', 'amd64'])

/**
 * Whether a node runs binaries of a platform. `maybe` where it hangs on the variant of the node's processor, or on its
 * build of Windows, neither of which the API shows.
 */
export const runsOn = (image: Platform, node: Platform): 'yes' | 'no' | 'maybe' => {
  const wanted = normalisePlatform(image)
  const given = normalisePlatform(node)
  if (wanted.os !== given.os) return 'no'
  if (wanted.architecture !== given.architecture) {
    // 64-bit processors run 32-bit binaries, most of them: the runtime takes such an image when it finds no better one.
    const narrow =
      (given.architecture === 'arm64' && wanted.architecture === 'arm') ||
      (given.architecture === 'amd64' && wanted.architecture === '386')
    return narrow ? 'maybe' : 'no'
  }
  if (wanted.os === 'windows' && wanted.osVersion !== undefined) {
    if (given.osVersion === undefined) return 'maybe'
    return wanted.osVersion.split('.').slice(0, 3).join('.') === given.osVersion.split('.').slice(0, 3).join('.')
      ? 'yes'
      : 'no'
  }
  const implied = impliedVariants[given.architecture] ?? ''
  const [asked, has] = [wanted.variant ?? implied, given.variant ?? implied]
  if (asked === has || also[`${given.architecture}/${has}`]?.includes(asked)) return 'yes'
  return given.variant === undefined && unknownVariant.has(given.architecture) ? 'maybe' : 'no'
}
