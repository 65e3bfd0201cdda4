/** A lifecycle hook as the API has it (core/v1 LifecycleHandler); only the parts that matter here. */
export interface Hook {
  readonly exec?: { readonly command?: readonly string[] }
  readonly httpGet?: {
    readonly path?: string
    readonly port?: number | string
    readonly host?: string
    readonly scheme?: string
  }
  readonly sleep?: { readonly seconds: number }
  readonly tcpSocket?: { readonly port?: number | string; readonly host?: string }
}

export interface Lifecycle {
  readonly postStart?: Hook
  readonly preStop?: Hook
  /** Since 1.33; instead of the image's STOPSIGNAL, which is TERM where it sets none. */
  readonly stopSignal?: string
}

export type HookKind = 'exec' | 'httpGet' | 'sleep' | 'tcpSocket' | 'none'

/** The first that kubelet looks for wins (Run, pkg/kubelet/lifecycle/handlers.go, v1.36). */
export const hookKind = ({ exec, httpGet, sleep, tcpSocket }: Hook): HookKind => {
  if (exec !== undefined) return 'exec'
  if (httpGet !== undefined) return 'httpGet'
  if (sleep !== undefined) return 'sleep'
  return tcpSocket === undefined ? 'none' : 'tcpSocket'
}

/** What makes a hook fail, as the end of the sentence "It fails if …". */
const failures: Readonly<Record<HookKind, string>> = {
  exec: 'the command cannot be run in the container, or exits with another status than 0',
  httpGet: 'no connection comes about; any answer is a success, 404 and 500 too',
  sleep: 'the container ends before the time is over',
  tcpSocket: 'it is run at all: kubelet has no tcpSocket hooks and reports an invalid handler every time',
  none: 'it is run at all: it has no action',
}

export const failsIf = (hook: Hook): string => failures[hookKind(hook)]

/** Whether a hook can never succeed: the API server accepts tcpSocket, and kubelet refuses it. */
export const alwaysFails = (hook: Hook): boolean => hookKind(hook) === 'tcpSocket' || hookKind(hook) === 'none'

/** The whole of a shell's script that only sleeps, or its first step. */
const sleeps =
  /^\s{0,64}(?:exec\s{1,8})?(?:\/(?:usr\/)?bin\/)?sleep\s{1,8}(\d{1,9}(?:\.\d{1,9})?)(s|m|h)?\s{0,64}(?:$|;|&&|\n)/

const perUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

const secondsIn = (text: string): number | undefined => {
  const [, amount, unit = 's'] = sleeps.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * (perUnit[unit] ?? 1)
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash'])

/**
 * The seconds that a hook surely takes when it runs to its end: exact for `sleep`, the least for a command that begins
 * with sleeping (`sleep 20`, `sh -c "sleep 20; nginx -s quit"`). undefined where the manifest does not tell.
 */
export const leastSeconds = ({ sleep, exec }: Hook): number | undefined => {
  if (exec === undefined) return sleep?.seconds
  const [program = '', flag = '', script = ''] = exec.command ?? []
  const isShell = shells.has(program.split('/').at(-1) ?? '') && /^-[a-z]*c$/.test(flag)
  return secondsIn(isShell ? script : (exec.command ?? []).slice(0, 2).join(' '))
}

/** A hook in a few words: `exec sh -c …`, `GET http://:8080/stop`, `sleep 20 s`. */
export const describeHook = (hook: Hook): string => {
  const { exec, httpGet, sleep, tcpSocket } = hook
  switch (hookKind(hook)) {
    case 'exec':
      return `exec ${(exec?.command ?? []).join(' ')}`
    case 'httpGet': {
      const { scheme = 'HTTP', host = 'the pod', port = '', path = '/' } = httpGet ?? {}
      return `GET ${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`
    }
    case 'sleep':
      return `sleep ${sleep?.seconds ?? 0} s`
    case 'tcpSocket':
      return `connect to ${tcpSocket?.host ?? 'the pod'}:${tcpSocket?.port ?? ''}`
    case 'none':
      return 'no action'
  }
}
