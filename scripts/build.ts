import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import { version } from '../src/version.ts'
import { leanKubeConfig } from './leanKubeConfig.ts'
import { bundledPackages, licencesOf } from './licences.ts'
import { refuseImportedBuiltins, requiredBuiltins } from './requiredBuiltins.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The oldest Node that the bundle is for: the one that all tests run on. commander asks for 22.12 and our own code
 * uses what came with 22; nobody has tried it there.
 */
const nodeMajor = 24

/** `dist`, or the folder that the command line names. */
const outdir = path.resolve(process.argv[2] ?? `${root}/dist`)

const common = {
  absWorkingDir: root,
  outdir,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** Some libraries are CommonJS and require Node's own modules, which a module has no `require` for. */
const requireForLibraries =
  "import { createRequire as createRequireOfBundle } from 'node:module';const require=createRequireOfBundle(import.meta.url);"

const bundle = () =>
  build({
    ...common,
    entryPoints: { main: 'src/main.ts' },
    bundle: true,
    // Commands load what they need: --help and version start in half the time.
    splitting: true,
    chunkNames: '[name]-[hash]',
    target: `node${nodeMajor}`,
    // Names stay: stacks and heap snapshots of a running operator must be readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'external',
    plugins: [leanKubeConfig, requiredBuiltins],
    metafile: true,
    define: { PULLKEEPER_VERSION: JSON.stringify(version) },
    banner: { js: requireForLibraries },
  })

const launcher = () =>
  build({
    ...common,
    entryPoints: { pullkeeper: 'src/launcher.ts' },
    target: 'node12.17',
    // It has import(), if with a warning; esbuild would make a require of it.
    supported: { 'dynamic-import': true },
    define: { PULLKEEPER_NODE_MAJOR: String(nodeMajor) },
  })

await rm(outdir, { recursive: true, force: true })
const [{ metafile }] = await Promise.all([bundle(), launcher()])
refuseImportedBuiltins(metafile)
await chmod(`${outdir}/pullkeeper.js`, 0o755)
await writeFile(`${outdir}/THIRD_PARTY_LICENSES.txt`, await licencesOf(bundledPackages(root, metafile)))

const bytes = Object.entries(metafile.outputs).reduce(
  (sum, [file, { bytes: size }]) => sum + (file.endsWith('.js') ? size : 0),
  0,
)
const kept = await readFile(`${outdir}/pullkeeper.js`, 'utf8')
if (!kept.startsWith('#!'))
  throw new Error('dist/pullkeeper.js has lost its first line, without which it is no program')
console.log(`dist/pullkeeper.js: version ${version}, ${(bytes / 1e6).toFixed(1)} MB, for Node.js ${nodeMajor} or later`)
