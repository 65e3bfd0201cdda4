import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { Command, Option } from 'commander'
import { parseBindAddress, type BindAddress } from '../config/bindAddress.ts'
import type { ControllerConfig, LogLevel } from '../config/controllerConfig.ts'
import { parseNamespaceName } from '../config/namespaceName.ts'
import { ownNamespace } from '../config/ownNamespace.ts'
import { checked } from './checked.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Stands for undefined, of which commander would make an empty text. */
type Nowhere = 'nowhere'

/** Option values as commander gives them. */
interface Values {
  readonly namespace?: string
  readonly kubeconfig?: string
  readonly context?: string
  readonly logLevel: LogLevel
  readonly metricsBindAddress: BindAddress | Nowhere
  readonly healthProbeBindAddress: BindAddress | Nowhere
  readonly leaderElect: boolean
  readonly leaseName: string
  readonly protectNamespace: readonly string[]
  readonly sourceNamespace: readonly string[]
  readonly imageCredentialProviderConfig?: string
  readonly imageCredentialProviderBinDir?: string
  readonly diagnoseOnly: boolean
  readonly concurrency: number
}

const repeated =
  (parse: (text: string) => string) =>
  (text: string, before: readonly string[]): readonly string[] => [
    ...before,
    // An empty variable, as manifests leave it, names nothing.
    ...(text === '' ? [] : text.split(',').map((one) => checked(parse)(one.trim()))),
  ]

const parseConcurrency = (text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 256) throw new RangeError('expected a number from 1 to 256')
  return number
}

const parseAddress = (text: string): BindAddress | Nowhere => parseBindAddress(text) ?? 'nowhere'

const addressOf = (address: BindAddress | Nowhere): BindAddress | undefined =>
  address === 'nowhere' ? undefined : address

const parseBoolean = (text: string): boolean => {
  if (text !== 'true' && text !== 'false') throw new RangeError('expected true or false')
  return text === 'true'
}

/** A Lease is named as most objects are: a DNS subdomain (RFC 1123). */
const parseLeaseName = (text: string): string => {
  if (text.length > 253 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)) {
    throw new RangeError('expected the name of an object: lower-case letters, digits, - and ., at most 253')
  }
  return text
}

const option = (flags: string, description: string, env: string): Option => new Option(flags, description).env(env)

/** An empty variable, as manifests leave it, is none. */
const providerPaths = (
  values: Values,
  refuse: (why: string) => never,
): Pick<ControllerConfig, 'credentialProviders'> => {
  const config = values.imageCredentialProviderConfig ?? ''
  const binDir = values.imageCredentialProviderBinDir ?? ''
  if (config === '' && binDir === '') return {}
  if (config === '' || binDir === '') {
    return refuse(
      '--image-credential-provider-config and --image-credential-provider-bin-dir go together: give both or none',
    )
  }
  return { credentialProviders: { config, binDir } }
}

const configOf = (values: Values, env: Env, refuse: (why: string) => never): ControllerConfig => ({
  namespace: values.namespace ?? ownNamespace(env),
  // The pod's name alone would let a container that restarts take its own old Lease for its present one.
  identity: `${env['POD_NAME'] ?? hostname()}_${randomBytes(4).toString('hex')}`,
  ...(values.kubeconfig !== undefined && { kubeconfig: values.kubeconfig }),
  ...(values.context !== undefined && { context: values.context }),
  logLevel: values.logLevel,
  metricsBindAddress: addressOf(values.metricsBindAddress),
  healthProbeBindAddress: addressOf(values.healthProbeBindAddress),
  leaderElect: values.leaderElect,
  leaseName: values.leaseName,
  protectedNamespaces: values.protectNamespace,
  sourceNamespaces: values.sourceNamespace,
  ...providerPaths(values, refuse),
  diagnoseOnly: values.diagnoseOnly,
  concurrency: values.concurrency,
})

const examples = `
Examples:
  pullkeeper controller                               in a pod, as config/ runs it
  pullkeeper controller --kubeconfig ~/.kube/config   on your own machine
  pullkeeper controller --source-namespace vault      also take sources from there
`

/**
 * The operator's command.
 *
 * @param run runs the operator and gives the exit status
 */
export const controllerCommand = (run: (config: ControllerConfig) => Promise<void>, env: Env): Command =>
  new Command('controller')
    .description('run the operator')
    .addOption(
      option(
        '-n, --namespace <name>',
        "the operator's own namespace (default: POD_NAMESPACE, or the pod's)",
        'PULLKEEPER_NAMESPACE',
      ).argParser(checked(parseNamespaceName)),
    )
    .addOption(
      option(
        '--kubeconfig <file>',
        'cluster and credentials (default: KUBECONFIG, the pod, ~/.kube/config)',
        'PULLKEEPER_KUBECONFIG',
      ),
    )
    .addOption(option('--context <name>', 'context of the kubeconfig', 'PULLKEEPER_CONTEXT'))
    .addOption(
      option('--log-level <level>', 'how much to log, as JSON on standard error', 'PULLKEEPER_LOG_LEVEL')
        .choices(['error', 'warn', 'info', 'debug'])
        .default('info'),
    )
    .addOption(
      option(
        '--metrics-bind-address <host:port>',
        'where /metrics is served; 0 for nowhere',
        'PULLKEEPER_METRICS_BIND_ADDRESS',
      )
        .argParser(checked(parseAddress))
        .default({ host: undefined, port: 8080 }, ':8080'),
    )
    .addOption(
      option(
        '--health-probe-bind-address <host:port>',
        'where /healthz and /readyz are served; 0 for nowhere',
        'PULLKEEPER_HEALTH_PROBE_BIND_ADDRESS',
      )
        .argParser(checked(parseAddress))
        .default({ host: undefined, port: 8081 }, ':8081'),
    )
    .addOption(
      // With a value, for of a flag without one commander takes any variable as yes, `false` too.
      option('--leader-elect [boolean]', 'write only while holding the Lease', 'PULLKEEPER_LEADER_ELECT')
        .argParser(checked(parseBoolean))
        .preset('true')
        .default(true),
    )
    .addOption(new Option('--no-leader-elect', 'write without the Lease: only ever one operator'))
    .addOption(
      option('--lease-name <name>', 'name of the Lease', 'PULLKEEPER_LEASE_NAME')
        .argParser(checked(parseLeaseName))
        .default('pullkeeper'),
    )
    .addOption(
      option(
        '--protect-namespace <name>',
        'write nothing there, repeatable; kube-* and the own one always are',
        'PULLKEEPER_PROTECT_NAMESPACE',
      )
        .argParser(repeated(parseNamespaceName))
        .default([], 'none'),
    )
    .addOption(
      option(
        '--source-namespace <name>',
        'allow sources from there, if their Secrets consent; repeatable',
        'PULLKEEPER_SOURCE_NAMESPACE',
      )
        .argParser(repeated(parseNamespaceName))
        .default([], 'none'),
    )
    .addOption(
      option(
        '--image-credential-provider-config <path>',
        "kubelet's CredentialProviderConfig, a file or a folder of them",
        'PULLKEEPER_IMAGE_CREDENTIAL_PROVIDER_CONFIG',
      ),
    )
    .addOption(
      option(
        '--image-credential-provider-bin-dir <folder>',
        'where the executables of credential providers are',
        'PULLKEEPER_IMAGE_CREDENTIAL_PROVIDER_BIN_DIR',
      ),
    )
    .addOption(
      // With a value, as --leader-elect.
      option('--diagnose-only [boolean]', 'hand out nothing, and touch no Secret at all', 'PULLKEEPER_DIAGNOSE_ONLY')
        .argParser(checked(parseBoolean))
        .preset('true')
        .default(false),
    )
    .addOption(
      option('--concurrency <number>', 'namespaces worked on at the same time', 'PULLKEEPER_CONCURRENCY')
        .argParser(checked(parseConcurrency))
        .default(16),
    )
    .addHelpText('after', examples)
    .action(async (values: Values, command: Command) =>
      run(configOf(values, env, (why) => command.error(`error: ${why}`))),
    )
