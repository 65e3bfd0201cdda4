import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readProviderConfig } from '../../../src/config/credentialProviders.ts'
import { controllerCommand } from '../../../src/cli/controllerCommand.ts'
import type { ControllerConfig } from '../../../src/config/controllerConfig.ts'
import { pluginEnvironment } from '../../../src/config/pluginEnvironment.ts'

const guide = readFileSync('docs/credential-providers.md', 'utf8')

describe('config/providers', () => {
  test('its configuration is one, of the provider that the sample policy names', () => {
    const [provider] = readProviderConfig('config/providers/providers.yaml')
    const policy = parse(readFileSync('config/samples/imagepolicy_provider.yaml', 'utf8'))
    expect(policy.spec.credentials.sources[0].provider.name).toBe(provider?.name)
    expect(readFileSync('config/providers/deployment_patch.yaml', 'utf8')).toContain(`/plugins/${provider?.name}`)
  })

  test('the operator takes its arguments', async () => {
    const { spec } = parse(readFileSync('config/providers/deployment_patch.yaml', 'utf8'))
    const [container] = spec.template.spec.containers
    const configs: ControllerConfig[] = []
    const command = controllerCommand(async (config) => void configs.push(config), {})
    await command.exitOverride().parseAsync(container.args.slice(1), { from: 'user' })
    const paths = container.volumeMounts.map(({ mountPath }: { readonly mountPath: string }) => mountPath)
    expect(paths).toEqual([configs[0]?.credentialProviders?.binDir, configs[0]?.credentialProviders?.config])
  })
})

test('the guide names every variable that is passed on', () => {
  const everything = new Proxy({}, { get: () => '' })
  for (const name of Object.keys(pluginEnvironment(everything, { env: [] }))) {
    expect(guide).toContain(`\`${name.toUpperCase()}\``)
  }
})
