import { ending } from '../errors.ts'
import type { Terminal } from './terminal.ts'

/** Exit statuses of commands that answer a question. */
export const exitStatus = {
  /** Nothing is wrong. */
  good: 0,
  /** The answer is bad news. */
  found: 1,
  /** Something could not be read, or the command was called wrongly. */
  badInput: 2,
  /** As shells have it for Ctrl-C. */
  interrupted: 130,
} as const

/** One line of complaint on standard error. */
export const complain = (terminal: Terminal, text: string): void => terminal.err(`pullkeeper: ${text}\n`)

/** Tells an error in one line without credentials, and gives the exit status for input that could not be read. */
export const tellBadInput = (terminal: Terminal, error: unknown): typeof exitStatus.badInput => {
  complain(terminal, ending(error).line)
  return exitStatus.badInput
}
