import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program stands on the PATH; undefined when it does not. */
export const findProgram = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
