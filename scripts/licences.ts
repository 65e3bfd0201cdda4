import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Metafile } from 'esbuild'

/** The folders of the packages whose code is in a bundle, sorted. */
export const bundledPackages = (root: string, { outputs }: Metafile): readonly string[] => {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  return [...new Set(folders)].sort().map((folder) => path.join(root, folder))
}

const textIn = (manifest: unknown, field: string): string => {
  const value: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, field) : undefined
  return typeof value === 'string' ? value : 'unknown'
}

const licenceOf = async (folder: string): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort()
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  const heading = `${textIn(manifest, 'name')} ${textIn(manifest, 'version')} (${textIn(manifest, 'license')})`
  return [heading, '='.repeat(heading.length), ...texts.map((text) => text.trim())].join('\n\n')
}

/** What the licences of bundled packages ask for: their texts go with every copy. */
export const licencesOf = async (folders: readonly string[]): Promise<string> =>
  `${(await Promise.all(folders.map(licenceOf))).join('\n\n\n')}\n`
