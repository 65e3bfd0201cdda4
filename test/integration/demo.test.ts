import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { findProgram } from './support/findProgram.ts'
import { nodeProgram } from './support/nodeProgram.ts'
import type { TestServer } from './support/testServer.ts'

// Given by jest.config.js, one value for each project.
declare const PULLKEEPER_TEST_SERVER: TestServer['kind']

const root = fileURLToPath(new URL('../../', import.meta.url))

/** There to end a demo that hangs, not to measure one. */
const TIMEOUT_MILLISECONDS = 180_000

const eachStep = ['1. Images', '2. Why?', '3. One secret', '4. A new namespace', '5. Pods from before', '6. Another']

interface Demo {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** Everything written so far. */
  readonly output: () => string
  /** Resolves once this was written. */
  readonly says: (what: string) => Promise<void>
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

const runDemo = (args: readonly string[], env: NodeJS.ProcessEnv): Demo => {
  const child = spawn(nodeProgram(), ['demo/main.ts', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const listen of listeners) listen()
    })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const says = (what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (output.includes(what)) resolve()
      }
      listeners.add(look)
      look()
      void ended.then(() => reject(new Error(`it ended without saying ${what}:\n${output}`)))
    })
  return { child, output: () => output, says, ended }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const operatorIn = (output: string): number => Number(/process (\d+)/.exec(output)?.[1])

const isReal = PULLKEEPER_TEST_SERVER === 'control-plane'

describe('npm run demo', () => {
  let temporary: string
  let env: NodeJS.ProcessEnv
  const started: Demo[] = []

  const start = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Demo => {
    const demo = runDemo([...(isReal ? ['--real'] : []), ...args], { ...env, ...more })
    started.push(demo)
    return demo
  }

  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'pullkeeper-demo-test-'))
    env = { ...process.env, TMPDIR: temporary, NO_COLOR: undefined, FORCE_COLOR: undefined }
  })
  afterEach(async () => {
    for (const { child } of started) child.kill('SIGKILL')
    await Promise.all(started.splice(0).map(({ ended }) => ended))
    rmSync(temporary, { recursive: true, force: true })
  })

  const expectNothingLeft = (output: string) => {
    expect(operatorIn(output)).toBeGreaterThan(0)
    expect(isRunning(operatorIn(output))).toBe(false)
    expect(readdirSync(temporary)).toEqual([])
  }

  const withoutKubectl = 'nothing is installed here'
  const withKubectl = findProgram('kubectl')
  // A real control plane brings its own kubectl.
  const paths = [withKubectl && dirname(withKubectl), isReal ? undefined : withoutKubectl].filter(
    (path) => path !== undefined,
  )

  test.each(paths)(
    'tells the whole story and ends, with the programs of %j',
    async (path) => {
      const { output, ended } = start(['--exit'], { PATH: path })
      const status = await ended
      expect([status, output()]).toEqual([0, expect.any(String)])
      for (const step of eachStep) expect(output()).toContain(`\n${step}`)
      expect(output()).toContain(isReal ? 'a real one (Kubernetes v1.' : 'an embedded one')
      expect(output()).toContain(path === withoutKubectl ? 'no kubectl on the PATH' : 'run by kubectl')
      expect(output()).toMatch(
        /^NAME +READY +NAMESPACES +ACCOUNTS +FAILING +TOP CAUSE +AGE\nacme +True +3\/3 +4\/4 +0 /m,
      )
      expect(output()).toMatch(/^acme +True +3\/3 +4\/4 +1 +ImageNotFound /m)
      expect(output()).not.toContain('\u001B')
      expectNothingLeft(output())
    },
    TIMEOUT_MILLISECONDS,
  )

  test(
    'broken off in the middle it leaves nothing behind',
    async () => {
      const { child, says, output, ended } = start([])
      await says('3. One secret')
      child.kill('SIGINT')
      expect(await ended).toBe(130)
      expectNothingLeft(output())
    },
    TIMEOUT_MILLISECONDS,
  )

  test(
    'a story that does not come true is told, and the exit status is not 0',
    async () => {
      const { says, output, ended } = start([])
      await says('3. One secret')
      process.kill(operatorIn(output()), 'SIGKILL')
      expect(await ended).toBe(1)
      expect(output()).toContain('This did not come true: the operator ended by itself (SIGKILL)')
      expectNothingLeft(output())
    },
    TIMEOUT_MILLISECONDS,
  )

  test.each`
    args          | status | says
    ${['--help']} | ${0}   | ${'Usage: npm run demo'}
    ${['--fast']} | ${2}   | ${"demo: Unknown option '--fast'"}
    ${['now']}    | ${2}   | ${"demo: Unexpected argument 'now'"}
  `(
    '$args: status $status',
    async ({ args, status, says }: { args: string[]; status: number; says: string }) => {
      const { output, ended } = start(args)
      expect(await ended).toBe(status)
      expect(output()).toContain(says)
    },
    TIMEOUT_MILLISECONDS,
  )
})
