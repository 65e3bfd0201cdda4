import { readdir, readFile } from 'node:fs/promises'
import { parse } from '@swc/core'

/** The parts of the program that read text of strangers: every message, every reference, every docker config. */
const folder = new URL('../../src/domain/', import.meta.url)

const sources = async (): Promise<readonly URL[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => new URL(path, folder))

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The regular expressions that stand in a syntax tree as literals. */
const literalsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(literalsIn)
  if (!isNode(value)) return []
  if (value['type'] === 'RegExpLiteral') return [`/${String(value['pattern'])}/${String(value['flags'])}`]
  return Object.values(value).flatMap(literalsIn)
}

const literalsOf = async (source: URL): Promise<readonly string[]> =>
  literalsIn(await parse(await readFile(source, 'utf8'), { syntax: 'typescript', target: 'es2024' }))

/** The regular expressions that modules put together while they are loaded. */
const madeWhileLoading = async (modules: readonly URL[]): Promise<readonly string[]> => {
  const made: string[] = []
  const Plain = globalThis.RegExp
  globalThis.RegExp = new Proxy(Plain, {
    construct: (target, [pattern, flags]: [string, string?]) => {
      const expression = new target(pattern, flags)
      made.push(String(expression))
      return expression
    },
  })
  try {
    for (const each of modules) await import(each.href)
  } finally {
    globalThis.RegExp = Plain
  }
  return made
}

/** Every regular expression of src/domain, as `/pattern/flags`, each once, sorted. */
export const collectPatterns = async (): Promise<readonly string[]> => {
  const modules = await sources()
  const literals = await Promise.all(modules.map(literalsOf))
  return [...new Set([...literals.flat(), ...(await madeWhileLoading(modules))])].sort()
}
