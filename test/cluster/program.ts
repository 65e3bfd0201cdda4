import { join } from 'node:path'
import { GiveUp } from './eventually.ts'
import { logTail } from './logTail.ts'
import { startTied } from './tiedProcess.ts'

/** A part of the cluster that runs. */
export interface Program {
  readonly name: string
  readonly logPath: string
  readonly end: () => Promise<void>
  readonly isRunning: () => boolean
  /** Throws when the program has ended by itself, with the end of its log. */
  readonly mustRun: () => void
}

const TAKEN = /address already in use/i

/** A program that could not listen because somebody else took its port since it was chosen. */
export class PortTaken extends GiveUp {}

/** Starts a part of the cluster, tied to this process; its log is `NAME.log` in the directory. */
export const startProgram = (
  directory: string,
  name: string,
  command: readonly string[],
  env?: NodeJS.ProcessEnv,
): Program => {
  const logPath = join(directory, `${name}.log`)
  const { exited, end } = startTied(command, { logPath, cwd: directory, ...(env !== undefined && { env }) })
  let status: number | undefined
  const note = async () => {
    // There is no shell to start it with.
    status = await exited.catch(() => 127)
  }
  void note()
  return {
    name,
    logPath,
    end,
    isRunning: () => status === undefined,
    mustRun: () => {
      if (status === undefined) return
      const tail = logTail(logPath)
      const message = `${name} ended with status ${status}:\n${tail}`
      throw TAKEN.test(tail) ? new PortTaken(message) : new GiveUp(message)
    },
  }
}
