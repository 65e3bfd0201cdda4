import { accessSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isNativeError } from 'node:util/types'
import { KubeConfig, type Cluster, type Context, type User } from '@kubernetes/client-node'
import { messageOf } from './errorMessage.ts'
import { KubeConfigError } from './kubeConfigError.ts'

const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token'

export interface KubeConfigSource {
  /** `--kubeconfig` */
  readonly kubeconfig?: string | undefined
  /** `--context` */
  readonly context?: string | undefined
  /** KUBECONFIG, HOME and KUBERNETES_SERVICE_HOST are looked at. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

const exists = (file: string): boolean => {
  try {
    accessSync(file)
    return true
  } catch {
    return false
  }
}

const read = (file: string, from: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = isNativeError(error) && 'code' in error ? String(error.code) : 'unknown reason'
    throw new KubeConfigError(
      'KubeConfigUnreadable',
      `${file} (from ${from}) cannot be read: ${why === 'ENOENT' ? 'there is no such file' : why}`,
      'Name an existing file that this user may read',
    )
  }
}

// A YAML parser quotes the lines it stumbles over, which may be a token: only reason and place are told.
const reasonOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return 'it is not a kubeconfig'
  const reason: unknown = Reflect.get(error, 'reason')
  const mark: unknown = Reflect.get(error, 'mark')
  const line: unknown = typeof mark === 'object' && mark !== null ? Reflect.get(mark, 'line') : undefined
  if (typeof reason === 'string') {
    // Some reasons end in a word of the file, in quotes or angle brackets.
    return `it is not YAML${typeof line === 'number' ? `, line ${line + 1}` : ''}: ${reason.replace(/\s*["<].*/s, ' …')}`
  }
  // Messages of client-node's own checks, such as `clusters[0].name is missing`.
  const message = messageOf(error)
  return message.endsWith(' is missing') ? message : 'it is not a kubeconfig'
}

const parse = (file: string, from: string): KubeConfig => {
  const text = read(file, from)
  const config = new KubeConfig()
  try {
    config.loadFromString(text)
  } catch (error) {
    throw new KubeConfigError(
      'KubeConfigMalformed',
      `${file} (from ${from}) cannot be used: ${reasonOf(error)}`,
      `Correct the file; kubectl --kubeconfig ${file} config view shows what can be read of it`,
    )
  }
  config.makePathsAbsolute(path.dirname(path.resolve(file)))
  return config
}

const firstOfEach = <T extends { readonly name: string }>(all: readonly T[]): T[] => [
  ...new Map(all.toReversed().map((each) => [each.name, each])).values(),
]

/** Earlier files win, as with kubectl. */
const merge = (configs: readonly KubeConfig[]): KubeConfig => {
  const merged = new KubeConfig()
  merged.loadFromOptions({
    clusters: firstOfEach<Cluster>(configs.flatMap((config) => config.clusters)),
    users: firstOfEach<User>(configs.flatMap((config) => config.users)),
    contexts: firstOfEach<Context>(configs.flatMap((config) => config.contexts)),
    currentContext: configs.map((config) => config.currentContext).find(Boolean),
  })
  return merged
}

const listOf = (names: readonly string[]): string => (names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`)

/** Refuses a context that leads nowhere now, rather than at the first request. */
const checked = (config: KubeConfig, context: string | undefined, from: string): KubeConfig => {
  if (context !== undefined) config.setCurrentContext(context)
  const current = config.getContextObject(config.currentContext)
  if (!current) {
    const wanted = config.currentContext ? `no context "${config.currentContext}"` : 'no current context'
    const names = listOf(config.contexts.map(({ name }) => name))
    throw new KubeConfigError(
      'KubeConfigContextUnknown',
      `${from} has ${wanted} (${names})`,
      'Choose one with --context or kubectl config use-context',
    )
  }
  const missing = (what: string) =>
    new KubeConfigError(
      'KubeConfigIncomplete',
      `context "${current.name}" of ${from} names ${what}, which is not there`,
      'Add it, or choose another context',
    )
  if (!config.getCluster(current.cluster)) throw missing(`the cluster "${current.cluster}"`)
  if (!config.getUser(current.user)) throw missing(`the user "${current.user ?? ''}"`)
  return config
}

/**
 * The kubeconfig to use: `--kubeconfig`, else KUBECONFIG (several files are merged; those that are absent are left
 * out), else the pod's own ServiceAccount, else ~/.kube/config; of it `--context`, else its current one.
 * Throws KubeConfigError.
 */
export const loadKubeConfig = ({ kubeconfig, context, env = process.env }: KubeConfigSource = {}): KubeConfig => {
  if (kubeconfig) return checked(parse(kubeconfig, '--kubeconfig'), context, kubeconfig)

  const listed = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter(Boolean)
  if (listed.length > 0) {
    const present = listed.filter(exists)
    // With none at all, reading the first says why.
    const files = present.length > 0 ? present : listed.slice(0, 1)
    return checked(merge(files.map((file) => parse(file, 'KUBECONFIG'))), context, files.join(', '))
  }

  if (env['KUBERNETES_SERVICE_HOST'] && exists(TOKEN_FILE)) {
    const config = new KubeConfig()
    config.loadFromCluster()
    return checked(config, context, "the pod's ServiceAccount")
  }

  const ofHome = path.join(env['HOME'] ?? '', '.kube', 'config')
  if (env['HOME'] && exists(ofHome)) return checked(parse(ofHome, 'HOME'), context, ofHome)
  throw new KubeConfigError(
    'KubeConfigMissing',
    'there is no cluster to talk to: no --kubeconfig, no KUBECONFIG, no ServiceAccount of a pod, no ~/.kube/config',
    'Name a kubeconfig with --kubeconfig',
  )
}
