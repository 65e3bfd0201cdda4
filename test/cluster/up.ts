import { fork } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBinaries } from './binaries.ts'
import { askOwner, forget, logOf, withName } from './clusterNames.ts'
import { controlPlaneBinaries } from './controlPlane.ts'
import { clusterBinaries, whyNoNode } from './node/requirements.ts'
import { logTail } from './logTail.ts'
import { readOwnerStatus } from './ownerStatus.ts'
import type { OwnerStatus } from './ownerStatus.ts'
import type { KubernetesVersion } from './modules.ts'

export interface UpOptions {
  readonly name: string
  readonly kubernetes: KubernetesVersion
  /** A real node too. */
  readonly node: boolean
}

/** Starts an owner and lets go of it when its cluster is up. If we are killed before, it ends. */
const startOwner = async ({ name, kubernetes, node }: UpOptions): Promise<void> => {
  const logPath = logOf(name)
  const flags = ['--name', name, '--kubernetes', kubernetes, ...(node ? ['--node'] : [])]
  const log = openSync(logPath, 'w', 0o600)
  const owner = fork(join(import.meta.dirname, 'owner.ts'), flags, {
    // Out of the terminal's reach: its Ctrl-C and its closing are for us alone.
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  await new Promise<void>((resolve, reject) => {
    owner.once('message', () => {
      owner.send('heard', () => {
        resolve()
      })
    })
    owner.once('error', reject)
    owner.once('exit', (status) => {
      reject(
        new Error(`the cluster did not come up (exit status ${status ?? 'of a signal'}):\n${logTail(logPath, 40)}`),
      )
      rmSync(logPath, { force: true })
    })
  })
  owner.unref()
}

/** Brings a cluster up in the background, unless one of that name is. Progress goes to standard error. */
export const up = async (options: UpOptions): Promise<{ readonly status: OwnerStatus; readonly isNew: boolean }> => {
  const { kubernetes, node } = options
  const reason = node ? whyNoNode(kubernetes) : undefined
  if (reason !== undefined) throw new Error(reason)
  await ensureBinaries(node ? clusterBinaries : controlPlaneBinaries, kubernetes)
  return withName(
    options.name,
    (holder) => process.stderr.write(`  waiting for process ${holder}, which is at the same cluster\n`),
    async () => {
      const running = await askOwner(options.name, 'status')
      if (running !== undefined) return { status: readOwnerStatus(running), isNew: false }
      forget(options.name)
      await startOwner(options)
      return { status: readOwnerStatus(await askOwner(options.name, 'status')), isNew: true }
    },
  )
}
