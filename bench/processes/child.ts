import { once } from 'node:events'
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process'

/** A process of the bench that talks by Node's channel; it ends with whoever started it. */
export interface Child {
  readonly process: ChildProcess
  /** The next message. Rejects when the process ends instead; `M` is what the other side is known to say. */
  readonly next: <M>() => Promise<M>
  readonly ask: <M>(question: string) => Promise<M>
  readonly tell: (question: string) => void
  /** Ends it in good order. */
  readonly end: () => Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** How long a process may take to end before it is made to. */
const endMs = 20_000

export const startChild = (file: string, args: readonly string[], options: ForkOptions): Child => {
  const child = fork(file, args, options)
  running.add(child)
  const exited = once(child, 'exit').then(([code, signal]) => {
    running.delete(child)
    return `${file} ended (${String(code ?? signal)})`
  })

  const next = <M>(): Promise<M> =>
    new Promise((resolve, reject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
      child.once('message', (message) => resolve(message as M))
      void exited.then((why) => reject(new Error(why)))
    })

  return {
    process: child,
    next,
    tell: (question) => void child.send({ ask: question }),
    ask: (question) => {
      child.send({ ask: question })
      return next()
    },
    end: async () => {
      if (!running.has(child)) return
      child.kill('SIGTERM')
      const hurry = setTimeout(() => child.kill('SIGKILL'), endMs)
      await exited
      clearTimeout(hurry)
    },
  }
}
