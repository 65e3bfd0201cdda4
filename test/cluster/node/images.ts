import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, runOrThrow } from '../command.ts'
import type { RegistryAccount } from './access.ts'
import { PAUSE_IMAGE } from './containerd.ts'
import { writeImageLayout } from './ociImage.ts'
import type { ImageContent } from './ociImage.ts'

const GO_ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ppc64: 'ppc64le',
  s390x: 's390x',
}

/** Of this machine, as images and nodes say it. */
export const ARCHITECTURE = GO_ARCHITECTURES[process.arch] ?? process.arch

/** The statically linked one. */
export const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox'].find(existsSync) ?? '/bin/busybox'

const APPLETS = ['cat', 'echo', 'env', 'false', 'httpd', 'ls', 'nc', 'sh', 'sleep', 'test', 'true', 'wget']

/** Ends at once when it is told to, so that no test waits for a grace period. */
const FOREVER = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done'

const app: ImageContent = {
  architecture: ARCHITECTURE,
  entrypoint: ['/bin/sh', '-c'],
  command: [FOREVER],
  files: { 'bin/busybox': BUSYBOX },
  links: Object.fromEntries(APPLETS.map((name) => [`bin/${name}`, 'busybox'])),
}

/** What is in every registry: a program that sleeps, and the same for another kind of machine. */
export const REPOSITORIES = {
  app: 'acme/app',
  otherArchitecture: 'acme/other-arch',
} as const

const contents: Readonly<Record<keyof typeof REPOSITORIES, ImageContent>> = {
  app,
  otherArchitecture: { ...app, architecture: ARCHITECTURE === 's390x' ? 'amd64' : 's390x', asIndex: true },
}

/** Writes all images to disk, for pushing and importing. */
export const makeImages = async (directory: string): Promise<void> => {
  for (const [name, content] of Object.entries(contents))
    await writeImageLayout(join(directory, 'images', name), `pullkeeper.test/${name}:1`, content)
  await writeImageLayout(join(directory, 'images', 'pause'), PAUSE_IMAGE, {
    ...app,
    entrypoint: ['/bin/sh', '-c', FOREVER],
    command: [],
  })
}

/** Where this machine pushes to. */
export interface PushTarget {
  /** May have a path: `ghcr.io/acme/tests`. */
  readonly pushHost: string
  /** Without TLS. */
  readonly plainHttp: boolean
}

/** Pushes one of the images to a registry under a repository and tag: `acme/app:v1`. */
export const pushImage = (
  directory: string,
  image: keyof typeof REPOSITORIES,
  { pushHost, plainHttp }: PushTarget,
  name: string,
  account?: RegistryAccount,
): Promise<string> =>
  runOrThrow([
    'skopeo',
    '--insecure-policy',
    'copy',
    '--all',
    `--dest-tls-verify=${!plainHttp}`,
    ...(account === undefined ? [] : [`--dest-creds=${account.user}:${account.password}`]),
    `oci:${join(directory, 'images', image)}:image`,
    `docker://${pushHost}/${name}`,
  ])

/** Pushes all that is expected of a registry. */
export const pushEveryImage = async (
  directory: string,
  target: PushTarget,
  account?: RegistryAccount,
): Promise<void> => {
  for (const tag of ['v1', 'v2', 'latest'])
    await pushImage(directory, 'app', target, `${REPOSITORIES.app}:${tag}`, account)
  await pushImage(directory, 'otherArchitecture', target, `${REPOSITORIES.otherArchitecture}:v1`, account)
}

/** Puts an image of a layout directory into the node's store under its own name, as if it had been there always. */
export const importImage = async (containerdSocket: string, layout: string): Promise<void> => {
  const archive = `${layout}.tar`
  await runOrThrow(['tar', '--create', `--file=${archive}`, `--directory=${layout}`, '.'])
  await importArchive(containerdSocket, archive)
}

/** The same for an archive that another tool made. */
export const importArchive = (containerdSocket: string, archive: string): Promise<string> =>
  runOrThrow(['ctr', '--address', containerdSocket, '--namespace', 'k8s.io', 'images', 'import', archive])

/** Takes an image off the node, so that the next pod has to pull it. */
export const removeImage = (containerdSocket: string, reference: string): Promise<unknown> =>
  run(['ctr', '--address', containerdSocket, '--namespace', 'k8s.io', 'images', 'rm', '--sync', reference])
