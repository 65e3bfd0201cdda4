import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseAccess } from './access.ts'
import type { ClusterAccess } from './access.ts'
import type { ClusterOptions } from './cluster.ts'
import { eventually } from './eventually.ts'
import { processesOf } from './processes.ts'

/** A process that owns a cluster, for tests of what becomes of the cluster when it is killed. */
export interface Starter {
  readonly access: ClusterAccess
  readonly kill: () => void
}

const firstLine = async (stream: NodeJS.ReadableStream): Promise<string> => {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error('the starter of a cluster ended and said nothing')
}

/** Starts a cluster in a process of its own. */
export const startElsewhere = async (options: ClusterOptions): Promise<Starter> => {
  const source = `
    import { startCluster } from ${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))}
    console.log(JSON.stringify(await startCluster(${JSON.stringify(options)})))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    access: parseAccess(await firstLine(child.stdout)),
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}

/** Waits until no process names the directory any more, and it is gone. */
export const nothingIsLeftOf = async (directory: string): Promise<void> => {
  await eventually(`nothing runs in ${directory}`, () =>
    Promise.resolve(processesOf(directory).length === 0 ? true : undefined),
  )
  await eventually(`${directory} is removed`, () => Promise.resolve(existsSync(directory) ? undefined : true))
}
