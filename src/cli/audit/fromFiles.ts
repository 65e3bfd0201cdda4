import { isMessage } from '../../store/records/json.ts'
import { filesOf, type InputFile } from '../input/filesOf.ts'
import type { InputProblem, Place } from '../input/problem.ts'
import { nameOfFile } from '../input/readAll.ts'
import { readObjects } from '../input/readObjects.ts'
import type { Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { claimsToBeOne, identify } from './kinds.ts'
import type { Take } from './takeObject.ts'

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`

const share = (bytes: number, { size }: InputFile): string =>
  size === undefined || size === 0
    ? megabytes(bytes)
    : `${Math.min(100, Math.floor((bytes / size) * 100))}% of ${megabytes(size)}`

/** The name goes with the place, so that one of ten thousand is found again. */
const named = (kind: string, object: Readonly<Record<string, unknown>>): string => {
  const metadata = isMessage(object['metadata']) ? object['metadata'] : {}
  const name = typeof metadata['name'] === 'string' ? ` ${metadata['name']}` : ''
  return `${kind}${name}`
}

/** Where objects go. */
export interface FileSink {
  readonly take: Take
  /** Something that is none of Kubernetes lay in a folder. */
  readonly skip: () => void
  readonly problem: (problem: InputProblem) => void
  /** Objects taken so far. */
  readonly count: () => number
}

/** Reads files, folders and standard input and hands over their objects; what cannot be read is told of, the rest is read. */
export const readFiles = async (
  files: readonly string[],
  into: FileSink,
  terminal: Terminal,
  progress: Progress,
): Promise<void> => {
  const { take, skip, problem, count } = into

  const object = (value: unknown, place: Place, found: boolean): void => {
    const given = identify(value)
    if (!given.ok) {
      // In a folder other tools keep their files too.
      if (found && !claimsToBeOne(value)) skip()
      else problem({ ...place, message: given.problem })
      return
    }
    const { items } = given.object
    if (given.kind.endsWith('List') && Array.isArray(items)) {
      for (const item of items) object(item, place, found)
      return
    }
    const wrong = take({ ...given, place })
    if (wrong !== undefined) problem({ ...place, message: `${named(given.kind, given.object)}: ${wrong}` })
  }

  for (const file of await filesOf(files, problem)) {
    const name = nameOfFile(file.file)
    await readObjects(
      file.file,
      terminal,
      { object: (value, place) => object(value, place, file.found), problem },
      (bytes) => progress.show(`reading ${name}: ${share(bytes, file)}, ${count()} objects`),
    )
  }
}
