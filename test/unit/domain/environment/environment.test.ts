import type { EnvFrom, EnvVar } from '../../../../src/domain/environment/declared.ts'
import { fieldValue } from '../../../../src/domain/environment/downwardApi.ts'
import { environmentOf, type EnvironmentFacts } from '../../../../src/domain/environment/environment.ts'
import { resourceValue } from '../../../../src/domain/environment/resourceField.ts'
import { serviceVariables, type ServiceFacts } from '../../../../src/domain/environment/serviceVariables.ts'

const pod = {
  name: 'web-0',
  namespace: 'team',
  labels: { app: 'web', "odd['x']": 'yes' },
  annotations: { note: 'n' },
  podIPs: ['10.0.0.1', 'fd00::1'],
}

describe('fieldRef', () => {
  test.each([
    ['metadata.name', 'web-0'],
    ['metadata.namespace', 'team'],
    ["metadata.labels['app']", 'web'],
    ["metadata.labels['none']", ''],
    ["metadata.labels['odd['x']']", 'yes'],
    ["metadata.annotations['note']", 'n'],
    ['status.podIP', '10.0.0.1'],
    ['status.podIPs', '10.0.0.1,fd00::1'],
  ])('%s: %s', (path, value) => {
    expect(fieldValue(path, pod)).toEqual({ ok: true, value })
  })

  test.each(['spec.nodeName', 'status.hostIP', 'metadata.uid'])('%s is known later', (path) => {
    expect(fieldValue(path, pod)).toEqual({ ok: 'later' })
  })

  test.each(['metadata.labels', 'metadata.annotations', 'status.phase', "metadata.name['x']", 'toString', ''])(
    '%j is refused',
    (path) => {
      expect(fieldValue(path, pod)).toMatchObject({ ok: false })
    },
  )
})

describe('resourceFieldRef', () => {
  const container = { limits: { cpu: '1500m', memory: '1Gi' }, requests: { cpu: '250m' } }
  test.each([
    ['limits.cpu', undefined, '2'],
    ['limits.cpu', '1m', '1500'],
    ['limits.memory', '1Mi', '1024'],
    ['limits.memory', '0', '1073741824'],
    ['requests.cpu', '1m', '250'],
    ['requests.memory', '1Mi', '0'],
    ['requests.hugepages-2Mi', undefined, '0'],
  ])('%s in %s: %s', (resource, divisor, value) => {
    expect(resourceValue({ resource, ...(divisor !== undefined && { divisor }) }, container)).toEqual({
      ok: true,
      value,
    })
  })

  test('a limit that is not set is the node’s to say', () => {
    expect(resourceValue({ resource: 'limits.ephemeral-storage' }, container)).toEqual({ ok: 'later' })
  })

  test.each(['limits.gpu', 'cpu'])('%s is refused', (resource) => {
    expect(resourceValue({ resource }, container)).toMatchObject({ ok: false })
  })
})

const service = (given: Partial<ServiceFacts>): ServiceFacts => ({
  namespace: 'team',
  name: 'redis-primary',
  clusterIP: '10.0.0.11',
  ports: [{ port: 6379 }],
  ...given,
})
const apiServer = service({
  namespace: 'default',
  name: 'kubernetes',
  clusterIP: '10.0.0.1',
  ports: [{ name: 'https', port: 443 }],
})

describe('service variables', () => {
  test('of one port', () => {
    expect(Object.fromEntries(serviceVariables('team', true, [service({})]))).toEqual({
      REDIS_PRIMARY_SERVICE_HOST: '10.0.0.11',
      REDIS_PRIMARY_SERVICE_PORT: '6379',
      REDIS_PRIMARY_PORT: 'tcp://10.0.0.11:6379',
      REDIS_PRIMARY_PORT_6379_TCP: 'tcp://10.0.0.11:6379',
      REDIS_PRIMARY_PORT_6379_TCP_PROTO: 'tcp',
      REDIS_PRIMARY_PORT_6379_TCP_PORT: '6379',
      REDIS_PRIMARY_PORT_6379_TCP_ADDR: '10.0.0.11',
    })
  })

  test('of several, named, UDP, IPv6', () => {
    const ports = [
      { name: 'dns-tcp', port: 53 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ]
    const found = serviceVariables('team', true, [service({ name: 'd', clusterIP: 'fd00::a', ports })])
    expect(Object.fromEntries(found)).toMatchObject({
      D_SERVICE_PORT: '53',
      D_SERVICE_PORT_DNS_TCP: '53',
      D_SERVICE_PORT_DNS: '53',
      D_PORT: 'tcp://[fd00::a]:53',
      D_PORT_53_UDP: 'udp://[fd00::a]:53',
      D_PORT_53_UDP_ADDR: 'fd00::a',
    })
  })

  test.each<[string, readonly ServiceFacts[], boolean, readonly string[]]>([
    ['headless ones have none', [service({ clusterIP: 'None' }), service({ clusterIP: '' })], true, []],
    ['those of other namespaces neither', [service({ namespace: 'other' })], true, []],
    ['the API server always', [apiServer, service({})], false, ['KUBERNETES_SERVICE_HOST']],
    [
      'an own Service called kubernetes goes before it',
      [apiServer, service({ name: 'kubernetes' })],
      true,
      ['KUBERNETES_SERVICE_HOST'],
    ],
    ['no ports, no variables', [service({ ports: [] })], true, []],
  ])('%s', (_, services, links, hosts) => {
    const found = serviceVariables('team', links, services)
    expect([...found.keys()].filter((name) => name.endsWith('_SERVICE_HOST'))).toEqual(hosts)
    expect(serviceVariables('team', links, services.toReversed())).toEqual(found)
  })

  test('the own Service called kubernetes has its own address', () => {
    const found = serviceVariables('team', true, [service({ name: 'kubernetes' }), apiServer])
    expect(found.get('KUBERNETES_SERVICE_HOST')).toBe('10.0.0.11')
  })
})

describe('the environment of a container', () => {
  const configMaps: Record<string, Record<string, string>> = {
    settings: { LEVEL: 'info', HOST: 'cm' },
    more: { LEVEL: 'debug' },
  }
  const secrets: Record<string, readonly string[]> = { db: ['PASSWORD'] }
  const facts = (
    env: readonly EnvVar[],
    envFrom: readonly EnvFrom[] = [],
    services = new Map<string, string>(),
  ): EnvironmentFacts => ({
    env,
    envFrom,
    pod,
    container: { name: 'app', limits: { cpu: '1' } },
    containers: [{ name: 'side', limits: { cpu: '3' } }],
    services,
    objects: {
      configMap: (name) => (name === 'hidden' ? 'unread' : configMaps[name]),
      secretKeys: (name) => (name === 'hidden' ? 'unread' : secrets[name]),
    },
  })
  const told = (given: EnvironmentFacts) =>
    environmentOf(given).entries.map(
      ({ name, value }) => `${name}=${value.state === 'known' ? value.text : `<${value.state}>`}`,
    )

  test.each<[string, EnvironmentFacts, readonly string[]]>([
    [
      'values, and what stands before them',
      facts([
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)$(C)' },
        { name: 'C', value: '3' },
      ]),
      ['A=1', 'B=1$(C)', 'C=3'],
    ],
    [
      'a name twice: the later, which sees the earlier',
      facts([
        { name: 'A', value: '1' },
        { name: 'A', value: '$(A)2' },
      ]),
      ['A=12'],
    ],
    [
      'env over envFrom, later envFrom over earlier',
      facts(
        [{ name: 'HOST', value: 'env-$(HOST)' }],
        [{ configMapRef: { name: 'settings' } }, { configMapRef: { name: 'more' } }],
      ),
      ['LEVEL=debug', 'HOST=env-cm'],
    ],
    ['a prefix', facts([], [{ prefix: 'P_', configMapRef: { name: 'more' } }]), ['P_LEVEL=debug']],
    [
      'Services last, and seen by all',
      facts(
        [
          { name: 'A', value: '$(S)' },
          { name: 'T', value: 'own' },
        ],
        [],
        new Map([
          ['S', 's'],
          ['T', 't'],
        ]),
      ),
      ['A=s', 'T=own', 'S=s'],
    ],
    [
      'Secrets are never shown, nor what is made of them',
      facts(
        [
          { name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'PASSWORD' } } },
          { name: 'URL', value: 'x:$(P)' },
        ],
        [{ secretRef: { name: 'db' } }],
      ),
      ['PASSWORD=<secret>', 'P=<secret>', 'URL=<secret>'],
    ],
    [
      'fields and resources',
      facts([
        { name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'C', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', containerName: 'side' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'X', value: '$(NODE)' },
      ]),
      ['N=web-0', 'C=3', 'NODE=<later>', 'X=<later>'],
    ],
    [
      'optional, and not there',
      facts(
        [{ name: 'O', valueFrom: { configMapKeyRef: { name: 'none', key: 'k', optional: true } } }],
        [{ secretRef: { name: 'none', optional: true } }],
      ),
      [],
    ],
    [
      'a value wins over valueFrom; neither is empty',
      facts([{ name: 'V', value: 'v', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }, { name: 'E' }]),
      ['V=v', 'E='],
    ],
    [
      'what may not be read may hold any name',
      facts([{ name: 'A', value: '$(DB_X)$(Y)' }], [{ prefix: 'DB_', secretRef: { name: 'hidden' } }]),
      ['DB_*=<unread>', 'A=<unread>'],
    ],
    ['files', facts([{ name: 'F', valueFrom: { fileKeyRef: {} } }]), ['F=<later>']],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected)
    expect(environmentOf(given).problems).toEqual([])
  })

  test('says what was replaced, in its order', () => {
    const { entries } = environmentOf(
      facts([{ name: 'LEVEL', value: 'x' }], [{ configMapRef: { name: 'more' } }], new Map([['LEVEL', 's']])),
    )
    expect(entries).toEqual([
      {
        name: 'LEVEL',
        value: { state: 'known', text: 'x' },
        from: { kind: 'env' },
        replaces: [{ kind: 'service' }, { kind: 'configMap', name: 'more', key: 'LEVEL' }],
      },
    ])
  })

  test.each<[string, EnvironmentFacts, string]>([
    ['a ConfigMap', facts([], [{ configMapRef: { name: 'none' } }]), 'ConfigMap none does not exist'],
    ['a Secret', facts([], [{ secretRef: { name: 'none' } }]), 'Secret none does not exist'],
    [
      'a key of a ConfigMap',
      facts([{ name: 'A', valueFrom: { configMapKeyRef: { name: 'more', key: 'K' } } }]),
      'ConfigMap more has no key K',
    ],
    [
      'a key of a Secret',
      facts([{ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'K' } } }]),
      'Secret db has no key K',
    ],
    [
      'a container',
      facts([{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', containerName: 'none' } } }]),
      'there is no container none',
    ],
    [
      'a field',
      facts([{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.x' } } }]),
      'fieldPath spec.x is not supported',
    ],
  ])('%s that is not there keeps the container from being created', (_, given, problem) => {
    expect(environmentOf(given).problems).toMatchObject([{ problem }])
  })
})
