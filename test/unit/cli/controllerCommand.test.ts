import { controllerCommand } from '../../../src/cli/controllerCommand.ts'
import type { ControllerConfig } from '../../../src/config/controllerConfig.ts'

const env = { POD_NAME: 'pullkeeper-7d9-x', POD_NAMESPACE: 'pullkeeper-system' }

/** commander reads variables of flags from the process itself. */
const withVariables = async <T>(variables: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> => {
  const before = { ...process.env }
  Object.assign(process.env, variables)
  try {
    return await run()
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

const configOf = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  withVariables(variables, async () => {
    const configs: ControllerConfig[] = []
    const command = controllerCommand(async (config) => {
      configs.push(config)
    }, env)
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync([...args], { from: 'user' })
    return configs[0]
  })

test('without flags: as config/ runs it', async () => {
  expect(await configOf([])).toEqual({
    namespace: 'pullkeeper-system',
    identity: expect.stringMatching(/^pullkeeper-7d9-x_[0-9a-f]{8}$/),
    logLevel: 'info',
    metricsBindAddress: { host: undefined, port: 8080 },
    healthProbeBindAddress: { host: undefined, port: 8081 },
    leaderElect: true,
    leaseName: 'pullkeeper',
    protectedNamespaces: [],
    sourceNamespaces: [],
    diagnoseOnly: false,
    concurrency: 16,
  })
})

test('a flag of yes and no needs no value', async () => {
  expect(await configOf(['--diagnose-only', '--leader-elect'])).toMatchObject({ diagnoseOnly: true, leaderElect: true })
  expect(await configOf(['--no-leader-elect'])).toMatchObject({ diagnoseOnly: false, leaderElect: false })
})

test('a restarted container is another one: it must not take the old Lease for its own', async () => {
  expect((await configOf([]))?.identity).not.toBe((await configOf([]))?.identity)
})

describe('each flag, and its variable', () => {
  const cases = [
    ['--namespace', 'tools', { namespace: 'tools' }],
    ['--kubeconfig', '/a/b', { kubeconfig: '/a/b' }],
    ['--context', 'prod', { context: 'prod' }],
    ['--log-level', 'debug', { logLevel: 'debug' }],
    ['--metrics-bind-address', '127.0.0.1:1', { metricsBindAddress: { host: '127.0.0.1', port: 1 } }],
    ['--metrics-bind-address', '0', { metricsBindAddress: undefined }],
    ['--health-probe-bind-address', ':9', { healthProbeBindAddress: { host: undefined, port: 9 } }],
    ['--diagnose-only', 'true', { diagnoseOnly: true }],
    ['--leader-elect', 'false', { leaderElect: false }],
    ['--leader-elect', 'true', { leaderElect: true }],
    ['--lease-name', 'other.one', { leaseName: 'other.one' }],
    ['--protect-namespace', 'a,b', { protectedNamespaces: ['a', 'b'] }],
    ['--source-namespace', 'vault', { sourceNamespaces: ['vault'] }],
    ['--source-namespace', '', { sourceNamespaces: [] }],
    ['--concurrency', '1', { concurrency: 1 }],
  ] as const

  test.each(cases)('%s=%s', async (flag, value, expected) => {
    const variable = `PULLKEEPER_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`
    expect(await configOf([`${flag}=${value}`])).toMatchObject(expected)
    expect(await configOf([], { [variable]: value })).toMatchObject(expected)
  })
})

test('a flag is stronger than its variable', async () => {
  expect(await configOf(['--log-level', 'warn'], { PULLKEEPER_LOG_LEVEL: 'debug' })).toMatchObject({ logLevel: 'warn' })
  expect(await configOf(['--no-leader-elect'], { PULLKEEPER_LEADER_ELECT: 'true' })).toMatchObject({
    leaderElect: false,
  })
})

test('credential providers: their configuration and their executables, as kubelet takes them', async () => {
  const flags = ['--image-credential-provider-config=/c.yaml', '--image-credential-provider-bin-dir=/bin']
  expect(await configOf(flags)).toMatchObject({ credentialProviders: { config: '/c.yaml', binDir: '/bin' } })
  const variables = {
    PULLKEEPER_IMAGE_CREDENTIAL_PROVIDER_CONFIG: '/c.yaml',
    PULLKEEPER_IMAGE_CREDENTIAL_PROVIDER_BIN_DIR: '/bin',
  }
  expect(await configOf([], variables)).toMatchObject({ credentialProviders: { config: '/c.yaml', binDir: '/bin' } })
  const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']))
  expect(await configOf([], empty)).not.toHaveProperty('credentialProviders')
  for (const flag of flags) await expect(configOf([flag])).rejects.toThrow('go together')
})

test('repeatable flags add up', async () => {
  expect(await configOf(['--protect-namespace', 'a', '--protect-namespace', 'b, c'])).toMatchObject({
    protectedNamespaces: ['a', 'b', 'c'],
  })
})

describe('a wrong value is named, with what is accepted', () => {
  const cases = [
    ['--namespace', 'A', 'the name of a namespace'],
    ['--log-level', 'loud', 'error, warn, info, debug'],
    ['--metrics-bind-address', '8080', 'host:port'],
    ['--health-probe-bind-address', ':65536', 'host:port'],
    ['--leader-elect', 'no', 'true or false'],
    ['--leader-elect', '', 'true or false'],
    ['--lease-name', 'a_b', 'the name of an object'],
    ['--protect-namespace', 'a,,b', 'the name of a namespace'],
    ['--source-namespace', '*', 'the name of a namespace'],
    ['--concurrency', '0', 'from 1 to 256'],
    ['--concurrency', '257', 'from 1 to 256'],
    ['--concurrency', '1.5', 'from 1 to 256'],
    ['--concurrency', '', 'from 1 to 256'],
  ] as const

  test.each(cases)('%s=%s: %s', async (flag, value, accepted) => {
    const variable = `PULLKEEPER_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`
    await expect(configOf([`${flag}=${value}`])).rejects.toThrow(accepted)
    await expect(configOf([`${flag}=${value}`])).rejects.toThrow(flag)
    await expect(configOf([], { [variable]: value })).rejects.toThrow(variable)
  })
})
