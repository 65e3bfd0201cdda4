import { spawnSync } from 'node:child_process'
import { accessSync, constants, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withProcessLock } from './processLock.ts'
import { withProgress } from './buildProgress.ts'
import { isAlive } from './isAlive.ts'
import { logTail } from './logTail.ts'
import { cacheDirectory, linkerFlags, modulesOf } from './modules.ts'
import type { BinaryName, GoModule, KubernetesVersion } from './modules.ts'
import { startTied } from './tiedProcess.ts'

/** Where each program is. */
export type Binaries = (name: BinaryName) => string

interface Wanted {
  readonly name: BinaryName
  readonly goPackage: string
  readonly module: GoModule
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const wantedOf = (name: BinaryName, kubernetes: KubernetesVersion): Wanted => {
  for (const module of modulesOf(kubernetes)) {
    const goPackage = module.packages[name]
    if (goPackage !== undefined) return { name, goPackage, module }
  }
  throw new Error(`no module of Kubernetes ${kubernetes} has ${name}`)
}

/** KUBEBUILDER_ASSETS is where other projects keep these programs; what it lacks (often kubelet) is built. */
const locate = ({ name, module }: Wanted): string | undefined =>
  [process.env['KUBEBUILDER_ASSETS'] ?? '', cacheDirectory(module)]
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable)

const hasGo = (): boolean => spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0

const absent = (names: readonly BinaryName[], kubernetes: KubernetesVersion): readonly Wanted[] =>
  names.map((name) => wantedOf(name, kubernetes)).filter((wanted) => locate(wanted) === undefined)

/** Why these programs can neither be found nor built here; undefined when they can. */
export const whyNoBinaries = (names: readonly BinaryName[], kubernetes: KubernetesVersion): string | undefined => {
  if (process.platform === 'win32') return 'the cluster runs on Linux and macOS only'
  const missing = absent(names, kubernetes)
  if (missing.length === 0 || hasGo()) return undefined
  const list = missing.map(({ name }) => name).join(', ')
  return (
    `${list} of Kubernetes ${kubernetes} must be built once, and there is no Go on the PATH. ` +
    'Install Go (https://go.dev/dl), or set KUBEBUILDER_ASSETS to a directory that has these programs'
  )
}

const PARTIAL = /^\.(\d+)-/

/**
 * Builds beside the final place and renames, so that a name there is always a whole program; and from a copy of the
 * module, for the checkout may change during the minutes that it takes.
 */
const build = async ({ name, goPackage, module }: Wanted): Promise<void> => {
  const cache = cacheDirectory(module)
  const partial = join(cache, `.${process.pid}-${name}`)
  const cwd = `${partial}.module`
  const logPath = `${partial}.log`
  try {
    mkdirSync(cwd)
    for (const file of ['go.mod', 'go.sum']) copyFileSync(join(module.directory, file), join(cwd, file))
    const go = startTied(['go', 'build', '-trimpath', '-ldflags', linkerFlags(module), '-o', partial, goPackage], {
      logPath,
      cwd,
      // The programs are run elsewhere than they are built; a vendor directory or workspace around us is not theirs.
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' },
    })
    if ((await go.wait()) !== 0) throw new Error(`go build ${goPackage} failed:\n${logTail(logPath, 30)}`)
    renameSync(partial, join(cache, name))
  } finally {
    for (const path of [partial, cwd, logPath]) rmSync(path, { recursive: true, force: true })
  }
}

/** What a build left behind that was killed. */
const sweep = (directory: string): void => {
  for (const name of readdirSync(directory)) {
    const pid = PARTIAL.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(directory, name), { recursive: true, force: true })
  }
}

/**
 * Finds these programs, and builds those that are nowhere yet, with progress on standard error: the first time about
 * five minutes on two cores, later nothing. Throws with what to do when there is no Go, or with what Go said.
 */
export const ensureBinaries = async (
  names: readonly BinaryName[],
  kubernetes: KubernetesVersion,
): Promise<Binaries> => {
  const problem = whyNoBinaries(names, kubernetes)
  if (problem !== undefined) throw new Error(problem)
  for (const wanted of absent(names, kubernetes)) {
    const cache = cacheDirectory(wanted.module)
    mkdirSync(cache, { recursive: true })
    await withProcessLock(
      join(cache, '.lock'),
      (holder) => process.stderr.write(`  waiting for process ${holder}, which is building ${wanted.name}\n`),
      async () => {
        // Somebody else may have built it while we waited.
        if (locate(wanted) !== undefined) return
        sweep(cache)
        await withProgress(`${wanted.name} ${wanted.module.version}`, () => build(wanted))
      },
    )
  }
  return (name) => {
    const path = locate(wantedOf(name, kubernetes))
    if (path === undefined) throw new Error(`${name} was there a moment ago, and is gone`)
    return path
  }
}
