import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { runOrThrow } from '../command.ts'

export interface ImageContent {
  /** As GOARCH says it. */
  readonly architecture: string
  /** An index that has the image of this architecture alone: a runtime then says that none fits, before it pulls. */
  readonly asIndex?: boolean
  readonly entrypoint: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Files and directories of this machine by their path in the image. */
  readonly files: Readonly<Record<string, string>>
  /** Symbolic links: what each points to, by its path in the image. */
  readonly links?: Readonly<Record<string, string>>
}

const digestOf = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

const layerOf = async ({ files, links = {} }: ImageContent): Promise<Uint8Array> => {
  const root = mkdtempSync(join(tmpdir(), 'pullkeeper-layer-'))
  try {
    for (const [path, file] of Object.entries(files))
      cpSync(file, join(root, 'tree', path), { dereference: true, recursive: true })
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(root, 'tree', path)), { recursive: true })
      symlinkSync(target, join(root, 'tree', path))
    }
    // The same files give the same digest, on any day and by any user.
    const source = ['--create', `--file=${join(root, 'layer.tar')}`, `--directory=${join(root, 'tree')}`]
    const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=0755']
    await runOrThrow(['tar', ...source, ...same, '.'])
    return readFileSync(join(root, 'layer.tar'))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/**
 * Writes an image of one layer as an OCI image layout (image-spec 1.0) into a new directory. `reference` is the name
 * under which containerd imports it.
 */
export const writeImageLayout = async (directory: string, reference: string, content: ImageContent): Promise<void> => {
  mkdirSync(join(directory, 'blobs', 'sha256'), { recursive: true })
  const blob = (mediaType: string, data: Uint8Array | string) => {
    const hash = digestOf(data)
    writeFileSync(join(directory, 'blobs', 'sha256', hash), data)
    return { mediaType, digest: `sha256:${hash}`, size: Buffer.byteLength(data) }
  }
  const { architecture, asIndex = false, entrypoint, command = [], environment = {} } = content
  const layer = blob('application/vnd.oci.image.layer.v1.tar', await layerOf(content))
  const config = blob(
    'application/vnd.oci.image.config.v1+json',
    JSON.stringify({
      architecture,
      os: 'linux',
      config: {
        Entrypoint: entrypoint,
        Cmd: command,
        Env: Object.entries({ PATH: '/usr/bin:/bin', ...environment }).map(([name, value]) => `${name}=${value}`),
      },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
  )
  const manifest = blob(
    'application/vnd.oci.image.manifest.v1+json',
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [layer],
    }),
  )
  const single = { ...manifest, platform: { os: 'linux', architecture } }
  const root = asIndex
    ? blob(
        'application/vnd.oci.image.index.v1+json',
        JSON.stringify({
          schemaVersion: 2,
          mediaType: 'application/vnd.oci.image.index.v1+json',
          manifests: [single],
        }),
      )
    : single
  const annotations = { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': 'image' }
  const index = {
    schemaVersion: 2,
    manifests: [{ ...root, annotations }],
  }
  writeFileSync(join(directory, 'index.json'), JSON.stringify(index))
  writeFileSync(join(directory, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}
