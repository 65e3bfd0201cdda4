import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isObject, type JsonObject, parseJson, textAt } from '../../support/apiserver/json.ts'
import { eventually } from './eventually.ts'
import { nodeProgram } from './nodeProgram.ts'
import { operatorNamespace } from './testServer.ts'

/** How a process ended: its exit status, or the signal that ended it. */
export type Ending = number | NodeJS.Signals

/** The operator as a process of its own, as `pullkeeper controller` runs it. */
export interface Operator {
  readonly pid: number
  /** Its log so far: JSON lines as objects. */
  readonly log: () => readonly JsonObject[]
  /** Everything that it wrote to standard error, for what is no JSON and for looking for what must not be there. */
  readonly output: () => string
  /** Resolves once /readyz says ok. */
  readonly ready: () => Promise<void>
  /** The answer of the probes' server to a path: status and body. */
  readonly probe: (path: string) => Promise<{ readonly status: number; readonly body: string }>
  /** The text of /metrics. */
  readonly metrics: () => Promise<string>
  /** Where that is. */
  readonly metricsUrl: () => Promise<string>
  readonly exited: Promise<Ending>
  /** SIGTERM, and waits for the end. */
  readonly stop: () => Promise<Ending>
  /** SIGKILL, and waits for the end: as a power cut. */
  readonly kill: () => Promise<Ending>
}

export interface OperatorOptions {
  readonly kubeconfig: string
  readonly leaseName: string
  /** Flags beside those for kubeconfig, namespace, Lease and addresses; later ones win. */
  readonly flags?: readonly string[]
  /** The program and what goes before `controller`; by default the sources. */
  readonly program?: readonly string[]
  /** Where it runs, has its home and puts temporary files; by default where the tests run, and no home. */
  readonly directory?: string
}

const preload = fileURLToPath(new URL('./dieWithParent.js', import.meta.url))
/** The program as it lies in src. */
export const sources = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))

const linesOf = (output: string): readonly JsonObject[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      try {
        const value = parseJson(line)
        return isObject(value) ? [value] : []
      } catch {
        return [] // a line that is still being written
      }
    })

/** Runs a command line of pullkeeper in an environment that knows no cluster but the one given. */
export const spawnPullkeeper = (args: readonly string[], program: readonly string[] = [sources], directory?: string) =>
  spawn(nodeProgram(), ['--disable-warning=ExperimentalWarning', '--import', preload, ...program, ...args], {
    ...(directory !== undefined && { cwd: directory }),
    env: {
      PATH: process.env['PATH'],
      HOME: directory ?? '/nonexistent',
      ...(directory !== undefined && { TMPDIR: directory }),
      NODE_ENV: 'test',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

export const startOperator = ({ kubeconfig, leaseName, flags = [], program, directory }: OperatorOptions): Operator => {
  const child = spawnPullkeeper(
    [
      'controller',
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${operatorNamespace}`,
      `--lease-name=${leaseName}`,
      '--metrics-bind-address=127.0.0.1:0',
      '--health-probe-bind-address=127.0.0.1:0',
      ...flags,
    ],
    program,
    directory,
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`
    })
  child.stdin.on('error', () => {})
  const exited = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? -1))
  })

  const log = () => linesOf(output)
  const ports = async (): Promise<readonly string[]> => {
    const [line] = await eventually('the operator says where it listens', () => {
      const listening = log().filter(({ message }) => message === 'listening')
      if (listening.length === 0) throw new Error(`its output: ${output}`)
      return listening
    })
    return textAt(line, 'ports').split(',')
  }
  const fetchFrom = async (port: string | undefined, path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: answer.status, body: await answer.text() }
  }
  const probe = async (path: string) => fetchFrom((await ports())[0], path)
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return exited
  }

  return {
    pid: child.pid ?? 0,
    log,
    output: () => output,
    probe,
    metricsUrl: async () => `http://127.0.0.1:${(await ports())[1]}/metrics`,
    metrics: async () => (await fetchFrom((await ports())[1], '/metrics')).body,
    ready: () =>
      eventually('the operator is ready', async () => {
        const { status, body } = await probe('/readyz')
        if (status !== 200) throw new Error(`/readyz: ${status} ${body}\nits output:\n${output}`)
      }),
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
