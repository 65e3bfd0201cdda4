/**
 * Writes what is made from other files: `node scripts/generate.ts`. With `--check` nothing is written, and the exit
 * status is 1 when something is stale.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { cliReference } from './cliReference.ts'
import { imagePolicyTypes } from './imagePolicyTypes.ts'

const root = new URL('../', import.meta.url)

const outputs: readonly {
  readonly path: string
  readonly from: string
  readonly make: (source: string) => Promise<string>
}[] = [
  { path: 'src/generated/imagepolicy.ts', from: 'crds/pullkeeper.dev_imagepolicies.yaml', make: imagePolicyTypes },
  { path: 'docs/reference/cli.md', from: 'src/cli/program.ts', make: () => Promise.resolve(cliReference()) },
]

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(new URL(path, root), 'utf8').catch(() => undefined)

const staleOutputs = async (): Promise<
  readonly { readonly path: string; readonly from: string; readonly text: string }[]
> => {
  const made = await Promise.all(
    outputs.map(async ({ path, from, make }) => ({
      path,
      from,
      text: await make(await readFile(new URL(from, root), 'utf8')),
      present: await readIfThere(path),
    })),
  )
  return made.filter(({ text, present }) => text !== present)
}

const stale = await staleOutputs()
if (process.argv.includes('--check')) {
  for (const { path, from } of stale)
    console.error(`${path} is stale: ${from} has changed. Run: node scripts/generate.ts`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const { path, text } of stale) {
    await writeFile(new URL(path, root), text)
    console.log(`wrote ${path}`)
  }
}
