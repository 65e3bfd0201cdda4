import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runOrThrow } from '../command.ts'
import { ARCHITECTURE, BUSYBOX } from './images.ts'
import { writeImageLayout } from './ociImage.ts'

const SHARED_OBJECT = /(\/\S+) \(0x[0-9a-f]+\)/g

/** What the dynamic linker loads for a program: this machine's files, by their path in an image. */
const sharedObjectsOf = async (program: string): Promise<Readonly<Record<string, string>>> => {
  const listed = (await runOrThrow(['ldd', program])).matchAll(SHARED_OBJECT)
  return Object.fromEntries([...listed].flatMap(([, path]) => (path === undefined ? [] : [[path.slice(1), path]])))
}

/** Where this machine's npm has its packages from, and what it trusts. Credentials of a user stay with the user. */
const npmSettings = async () => {
  const ask = async (setting: string) => (await runOrThrow(['npm', 'config', 'get', setting])).trim()
  const authorities = process.env['NODE_EXTRA_CA_CERTS'] ?? ''
  return {
    registry: await ask('registry'),
    cache: await ask('cache'),
    authorities: existsSync(authorities) ? authorities : undefined,
  }
}

/** Base images for the Dockerfile that are made of files of this machine, for where no registry can be reached. */
export interface BaseImages {
  /** As buildah's FROM takes them. */
  readonly build: string
  readonly runtime: string
  /** This machine's cache of npm packages, to be mounted at the same path as in the image's npm. */
  readonly npmCache: string
  readonly npmCacheInImage: string
}

/**
 * Writes both base images into a directory. The one for the build has the Node that runs this, npm and busybox; the
 * one to run on has what that Node is linked with, and nothing else: no shell, no package manager.
 */
export const makeBaseImages = async (directory: string): Promise<BaseImages> => {
  const [libraries, npm, packages] = await Promise.all([
    sharedObjectsOf(process.execPath),
    npmSettings(),
    runOrThrow(['npm', 'root', '--global']),
  ])
  const npmCacheInImage = '/npm-cache'
  const common = { architecture: ARCHITECTURE, entrypoint: [] }
  await writeImageLayout(join(directory, 'runtime'), 'pullkeeper.test/runtime:1', { ...common, files: libraries })
  await writeImageLayout(join(directory, 'build'), 'pullkeeper.test/build:1', {
    ...common,
    environment: {
      HOME: '/root',
      npm_config_registry: npm.registry,
      npm_config_cache: npmCacheInImage,
      ...(npm.authorities !== undefined && { NODE_EXTRA_CA_CERTS: '/etc/ssl/authorities.crt' }),
    },
    files: {
      ...libraries,
      'bin/busybox': BUSYBOX,
      'usr/bin/node': process.execPath,
      'usr/lib/node_modules/npm': join(packages.trim(), 'npm'),
      ...(npm.authorities !== undefined && { 'etc/ssl/authorities.crt': npm.authorities }),
    },
    links: {
      'bin/cp': 'busybox',
      'bin/mkdir': 'busybox',
      'bin/sh': 'busybox',
      'usr/bin/env': '../../bin/busybox',
      'usr/bin/npm': '../lib/node_modules/npm/bin/npm-cli.js',
    },
  })
  const layout = (name: string) => `oci:${join(directory, name)}:image`
  mkdirSync(npm.cache, { recursive: true })
  return { build: layout('build'), runtime: layout('runtime'), npmCache: npm.cache, npmCacheInImage }
}
