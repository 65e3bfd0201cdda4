import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** Ends after the story instead of keeping the cluster up. */
  readonly exit: boolean
  /** On a real control plane. */
  readonly real: boolean
}

/** What a command line asks for; `wrong` is one sentence for whoever typed it. */
export type Asked =
  | { readonly to: 'run'; readonly options: DemoOptions }
  | { readonly to: 'help' }
  | { readonly to: 'nothing'; readonly wrong: string }

export const help = `Shows what Pullkeeper does, in seconds and without a cluster.

Usage: npm run demo [-- OPTIONS]

The API server is a small one inside this process, and puppets play the controllers and a node. The operator is the
real one, as a process of its own. Commands are those that you would type: kubectl runs them if it is on your PATH;
without it the same requests are sent, and the server's own tables are shown.

Options:
  --real    on a real control plane: etcd, kube-apiserver, kube-controller-manager and kube-scheduler, built once from
            their Go modules (minutes; needs Go) or taken from KUBEBUILDER_ASSETS; the node stays a puppet
  --exit    end after the story (so it does when its output is no terminal); the exit status is 0 when all came true
  --help    print this help

At the end the cluster stays up, and you are told how to go on by hand; Ctrl-C ends it and leaves nothing behind.
Colours are for terminals only, and not where NO_COLOR is set.
`

/** Reads a command line, without interpreter and script. */
export const readOptions = (args: readonly string[]): Asked => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { exit: { type: 'boolean' }, real: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    const { help: asksForHelp = false, exit = false, real = false } = values
    return asksForHelp ? { to: 'help' } : { to: 'run', options: { exit, real } }
  } catch (error) {
    return { to: 'nothing', wrong: error instanceof Error ? error.message : String(error) }
  }
}
