import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { jest } from '@jest/globals'

// Processes start slowly on a machine that is busy; nothing here waits for time to pass.
jest.setTimeout(120_000)

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))

/** What Node has compiled is kept for the next process: each starts in half the time. */
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url))

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Call {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** A command line that runs in a process of its own, as a user's does. */
export const start = (args: readonly string[], { input = '', env = {}, cwd }: Call = {}) => {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache, ...env },
    ...(cwd !== undefined && { cwd }),
  })
  const collected = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (collected.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (collected.stderr += text))
  // A command that ends before it has read all is no failure of the test.
  child.stdin.on('error', () => undefined).end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, ...collected }))
  })
  return { child, ended, collected }
}

/** Runs a command line to its end; servers of this process go on meanwhile. */
export const run = (args: readonly string[], call?: Call): Promise<Ended> => start(args, call).ended

/** A folder of its own for the files of one test suite. */
export const folder = (files: Readonly<Record<string, string | Uint8Array>>) => {
  const root = mkdtempSync(path.join(tmpdir(), 'pullkeeper-cli-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), content)
  }
  return { root, of: (name: string) => path.join(root, name), remove: () => rmSync(root, { recursive: true }) }
}
