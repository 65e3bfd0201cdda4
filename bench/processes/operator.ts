import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { operatorNamespace } from '../cluster/objects.ts'
import { startChild } from './child.ts'
import type { OperatorFigures } from './messages.ts'

/** The bundled operator, running. */
export interface Operator {
  /** From its start. Rejects when it ends instead. */
  readonly readySeconds: Promise<number>
  readonly figures: () => Promise<OperatorFigures>
  /** The event loop's delay counts from here. */
  readonly reset: () => void
  readonly metrics: () => Promise<string>
  readonly end: () => Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const dockerfile = (): string => readFileSync(`${root}/Dockerfile`, 'utf8')

/** The flags that the image gives Node: what is measured is what is shipped. */
export const imageFlags = (): readonly string[] => {
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile())?.[1]
  const words: unknown = JSON.parse(entrypoint ?? '[]')
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string' && word.startsWith('--')) : []
}

/** The environment that the image gives it. */
export const imageEnvironment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...dockerfile().matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const statusOf = async (url: string): Promise<number> => {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

const pollMs = 10

/** Starts dist/ as the image does, against a cluster, with a probe for its figures in it. */
export const startOperator = async (kubeconfig: string, { leaderElect = true } = {}): Promise<Operator> => {
  const [probes, metrics] = [await freePort(), await freePort()]
  const startedAt = performance.now()
  const child = startChild(
    `${root}/dist/pullkeeper.js`,
    [
      'controller',
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${operatorNamespace}`,
      '--log-level=error',
      `--leader-elect=${leaderElect}`,
      `--health-probe-bind-address=127.0.0.1:${probes}`,
      `--metrics-bind-address=127.0.0.1:${metrics}`,
    ],
    {
      execArgv: [...imageFlags(), '--import', new URL('probe.mjs', import.meta.url).href],
      env: { ...process.env, ...imageEnvironment() },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  let ended = false
  child.process.once('exit', () => {
    ended = true
  })

  const becomeReady = async (): Promise<number> => {
    let answered = false
    for (;;) {
      const status = await statusOf(`http://127.0.0.1:${probes}/readyz`)
      if (status === 200) return (performance.now() - startedAt) / 1000
      if (ended) throw new Error('the operator ended before it was ready')
      // Until the probes are served nobody can be kept waiting: the loading of the program is not counted as delay.
      if (status !== 0 && !answered) child.tell('reset')
      answered ||= status !== 0
      await sleep(pollMs)
    }
  }

  return {
    readySeconds: becomeReady(),
    figures: () => child.ask<OperatorFigures>('figures'),
    reset: () => child.tell('reset'),
    metrics: async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text(),
    end: child.end,
  }
}
