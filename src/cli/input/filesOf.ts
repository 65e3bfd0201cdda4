import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { InputProblem } from './problem.ts'
import { standardInput, whyUnreadable } from './readAll.ts'

/** A file to read. */
export interface InputFile {
  readonly file: string
  /** It was found in a folder, where files of other kinds lie as well. */
  readonly found: boolean
  /** In bytes; unknown for standard input. */
  readonly size?: number
}

/** What kubectl takes from a folder. */
const extensions: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml'])

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Tell = (problem: InputProblem) => void

const unreadable = (file: string, error: unknown): InputProblem => ({
  file,
  message: `it cannot be read: ${whyUnreadable(error)}`,
})

/** One that cannot be read, or a link that leads nowhere, is told of; the others are taken. */
const filesIn = async (folder: string, problem: Tell): Promise<readonly InputFile[]> => {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => compareText(a.name, b.name))
  const files: InputFile[] = []
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const file = path.join(folder, entry.name)
    try {
      if (entry.isDirectory()) {
        files.push(...(await filesIn(file, problem)))
        continue
      }
      if (!extensions.has(path.extname(entry.name))) continue
      // A link to a file is one, as in a mounted ConfigMap; links to folders may lead in circles.
      const about = await stat(file)
      if (about.isFile()) files.push({ file, found: true, size: about.size })
    } catch (error) {
      problem(unreadable(file, error))
    }
  }
  return files
}

/** The files that were named, and those in folders that were, in order. */
export const filesOf = async (named: readonly string[], problem: Tell): Promise<readonly InputFile[]> => {
  const files: InputFile[] = []
  for (const file of named) {
    if (file === standardInput) {
      files.push({ file, found: false })
      continue
    }
    try {
      const about = await stat(file)
      if (!about.isDirectory()) {
        files.push({ file, found: false, size: about.size })
        continue
      }
      const inFolder = await filesIn(file, problem)
      if (inFolder.length === 0) problem({ file, message: 'there is no .yaml, .yml or .json file in this folder' })
      files.push(...inFolder)
    } catch (error) {
      problem(unreadable(file, error))
    }
  }
  return files
}
