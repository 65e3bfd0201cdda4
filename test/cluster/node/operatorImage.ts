import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withProgress } from '../buildProgress.ts'
import { logTail } from '../logTail.ts'
import { cacheRoot } from '../modules.ts'
import { withProcessLock } from '../processLock.ts'
import { makeRunDirectory } from '../runDirectory.ts'
import { startTied } from '../tiedProcess.ts'
import { makeBaseImages } from './baseImages.ts'

/** The name under which a node has the operator's image; test/node/overlay says the same. */
export const OPERATOR_IMAGE = 'pullkeeper.test/pullkeeper:test'

const checkout = fileURLToPath(new URL('../../../', import.meta.url))

/** All that .dockerignore lets through. */
const INPUTS = [
  'Dockerfile',
  '.dockerignore',
  '.npmrc',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'scripts',
  'src',
  'tsconfig.json',
]

const filesOf = (path: string): readonly string[] =>
  statSync(join(checkout, path)).isDirectory()
    ? readdirSync(join(checkout, path))
        .sort()
        .flatMap((name) => filesOf(join(path, name)))
    : [path]

const digest = (): string => {
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`)
  for (const path of INPUTS.flatMap(filesOf)) hash.update(`\0${path}\0`).update(readFileSync(join(checkout, path)))
  return hash.digest('hex').slice(0, 16)
}

/** buildah, with a store of its own that goes with the directory; vfs and chroot ask least of the machine. */
const build = async (directory: string, archive: string): Promise<void> => {
  const base = await makeBaseImages(join(directory, 'base'))
  const logPath = join(directory, 'buildah.log')
  const store = ['--root', join(directory, 'store'), '--runroot', join(directory, 'run'), '--storage-driver', 'vfs']
  const buildah = async (...args: readonly string[]) => {
    const running = startTied(['buildah', ...store, ...args], { logPath, cwd: checkout })
    if ((await running.wait()) !== 0) throw new Error(`buildah ${args[0]} failed:\n${logTail(logPath, 30)}`)
  }
  const bases = [`--build-arg=BUILD_IMAGE=${base.build}`, `--build-arg=RUNTIME_IMAGE=${base.runtime}`]
  const cache = `--volume=${base.npmCache}:${base.npmCacheInImage}`
  await buildah('bud', '--isolation=chroot', '--pull-never', cache, ...bases, `--tag=${OPERATOR_IMAGE}`, '.')
  await buildah('push', OPERATOR_IMAGE, `docker-archive:${join(directory, 'image.tar')}:${OPERATOR_IMAGE}`)
  renameSync(join(directory, 'image.tar'), archive)
}

/**
 * The operator's image as an archive, built from the Dockerfile with base images of this machine's files; half a minute,
 * or nothing when what it is made of has not changed since. Needs root, buildah and npm.
 */
export const operatorImageArchive = async (): Promise<string> => {
  const cache = join(cacheRoot(), 'operator-image')
  mkdirSync(cache, { recursive: true })
  const archive = join(cache, `${digest()}.tar`)
  const waiting = (holder: number) => process.stderr.write(`  waiting for process ${holder}, which builds the image\n`)
  return withProcessLock(join(cache, '.lock'), waiting, async () => {
    if (existsSync(archive)) return archive
    // Of 130 MB each; only the present one is worth keeping.
    for (const name of readdirSync(cache)) if (name.endsWith('.tar')) rmSync(join(cache, name))
    const { path, remove } = await makeRunDirectory()
    try {
      await withProgress("the operator's image", () => build(path, archive))
    } finally {
      await remove()
    }
    return archive
  })
}
