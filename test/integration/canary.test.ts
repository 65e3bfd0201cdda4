import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { type JsonObject, objectAt, textAt } from '../support/apiserver/json.ts'
import { privateRegistry } from '../support/puppets/index.ts'
import { eventually } from './support/eventually.ts'
import { base64, deployment, dockerConfig } from './support/objects.ts'
import { type Operator, sources, spawnPullkeeper } from './support/operator.ts'
import { collection, type Kind, pathOf } from './support/paths.ts'
import { conditionOf, configOf, type Scene, startScene, statusOf } from './support/scene.ts'
import { operatorNamespace } from './support/testServer.ts'

jest.setTimeout(180_000)

/** Everything that a command line prints, to either stream. */
const saidBy = async (args: readonly string[]): Promise<string> => {
  const child = spawnPullkeeper(args)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(child, 'close')
  return said
}

/** What the process left on the disk, by name: as bytes, for a dump is no text. */
const filesIn = (directory: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]),
  )

/** Each is a word that occurs nowhere by itself. */
const canaries = {
  password: 'canary-password-7f3a9c',
  rotated: 'canary-rotated-1b8e42',
  unused: 'canary-unused-d00d1e',
  broken: 'canary-broken-93cc17',
} as const

/** A word as it is, and as it looks inside of base64, whatever stands before it. */
const encoded = (word: string): readonly string[] => [
  word,
  ...['', 'x', 'xx'].map((before) => base64(before + word).slice(before === '' ? 0 : 4, -4)),
]

/** Every form in which a canary could show: in a docker config it is encoded once, in a Secret's data once more. */
const formsOf = (word: string): readonly string[] => encoded(word).flatMap(encoded)
const forms = Object.values(canaries).flatMap(formsOf)

const kinds: readonly Kind[] = [
  'Namespace',
  'Pod',
  'Event',
  'ServiceAccount',
  'Deployment',
  'ReplicaSet',
  'Lease',
  'ImagePolicy',
]

describe('a credential in a source', () => {
  let scene: Scene
  let operator: Operator
  let namespace: string
  let policy: string
  let directory: string

  const robot = (password: string) => ({ 'ghcr.io/acme': ['robot', password] as const })
  const writeSource = (name: string, config: string) =>
    scene.client.patch(pathOf('Secret', operatorNamespace, scene.name(name)), {
      data: { '.dockerconfigjson': base64(config) },
    })
  const readyIs = (reason: string, contains = '') =>
    eventually(`Ready says ${reason}`, async () => {
      const ready = conditionOf(await statusOf(scene, policy), 'Ready')
      expect(ready.reason).toBe(reason)
      expect(ready.message).toContain(contains)
    })
  const published = (word: string) =>
    eventually(`${word} is published`, async () => {
      expect(await configOf(scene, namespace, `pullkeeper-${policy}`)).toContain(base64(`robot:${word}`))
    })

  beforeAll(async () => {
    scene = await startScene('canary')
    scene.server.kubelet.follow(
      privateRegistry([{ prefix: 'ghcr.io/acme', user: 'robot', password: canaries.rotated }]),
    )
    directory = mkdtempSync(join(tmpdir(), 'pullkeeper-canary-'))
    // Node's diagnostic report, which our image never makes, on demand here: it shows stacks, environment and command line.
    operator = scene.operator({
      flags: ['--log-level=debug'],
      program: ['--report-on-signal', `--report-directory=${directory}`, sources],
      directory,
    })
    await operator.ready()
  })
  afterAll(async () => {
    scene.server.kubelet.follow(() => ({ is: 'running' }))
    await scene.close()
    rmSync(directory, { recursive: true, force: true })
  })

  test('lives its life: published, refused by the registry, broken in several ways, rotated, recovered', async () => {
    namespace = await scene.namespace('team')
    await scene.source('robot', robot(canaries.password))
    await scene.source('other', { 'quay.io': ['robot', canaries.unused] })
    await scene.create(deployment(namespace, 'old', { image: 'ghcr.io/acme/app:1' }))
    policy = await scene.policy('acme', {
      namespaceSelector: scene.namespaces(),
      credentials: {
        sources: [
          { name: 'ghcr', secretRef: { name: scene.name('robot') } },
          { name: 'quay', secretRef: { name: scene.name('other') } },
        ],
      },
    })
    await published(canaries.password)
    await scene.create(deployment(namespace, 'rejected', { image: 'ghcr.io/acme/app:2' }))
    await eventually('the registry refuses it', async () => {
      expect(JSON.stringify(await statusOf(scene, policy))).toContain('CredentialsRejected')
    })

    const { broken } = canaries
    for (const config of [
      `{"auths":{"ghcr.io":{"auth":"${broken}"}}}`,
      `{"auths":{"ghcr.io":{"auth":"${base64(broken)}"}}}`,
      `{"auths":{"ghcr.io":"${broken}"}}`,
      `{"auths":{"not a key ?#[":{"auth":"${base64(`u:${broken}`)}"}}}`,
      dockerConfig({ [`https://user:${broken}@ghcr.io/x?y=${broken}`]: ['u', broken] }),
    ]) {
      await writeSource('robot', config)
      await readyIs('SourceInvalid')
      await writeSource('robot', dockerConfig(robot(canaries.password)))
      await readyIs('Applied')
    }
    await writeSource('robot', dockerConfig(robot(canaries.rotated)))
    await published(canaries.rotated)
    await eventually('pods run', async () => {
      const pods = JSON.stringify(await scene.client.get(collection('Pod', namespace)))
      expect(pods).toContain('"phase":"Running"')
    })
  })

  test('is told by nobody who refuses a write, though the refusal quotes it', async () => {
    if (scene.server.embedded === undefined) return
    const admit = scene.server.embedded.refuse(({ verb, object }) =>
      verb === 'create' && object.kind === 'Secret' && object.metadata.name === `pullkeeper-${policy}`
        ? `a webhook that is careless: ${JSON.stringify(object)} auth ${base64(`robot:${canaries.rotated}`)} ${canaries.rotated}`
        : undefined,
    )
    await scene.namespace('refused')
    await readyIs('AppliedWithProblems', 'was refused')
    admit()
  })

  test('shows in nothing but its source and the managed secrets', async () => {
    const managed = (secret: JsonObject): boolean =>
      textAt(objectAt(secret, 'metadata'), 'name') === `pullkeeper-${policy}` ||
      textAt(objectAt(secret, 'metadata'), 'namespace') === operatorNamespace
    const seen: Record<string, string> = { log: operator.output(), metrics: await operator.metrics() }
    for (const path of ['/healthz', '/readyz', '/readyz?verbose']) seen[path] = (await operator.probe(path)).body
    const robots = `${operatorNamespace}/${scene.name('robot')}`
    for (const command of [
      ['audit', '-o', 'json'],
      ['explain', 'deploy/rejected', '-n', namespace, '-o', 'json'],
      ['credentials', 'lint', '--secret', robots],
      ['credentials', 'match', 'ghcr.io/acme/app:1', '--secret', robots],
    ]) {
      const said = await saidBy([...command, `--kubeconfig=${scene.server.kubeconfig}`])
      expect(said).not.toBe('')
      seen[command.join(' ')] = said
    }
    for (const kind of kinds) seen[kind] = JSON.stringify(await scene.client.get(collection(kind)))
    const secrets = await scene.client.get(collection('Secret'))
    const items = Array.isArray(secrets['items']) ? secrets['items'] : []
    seen['other secrets'] = JSON.stringify(
      items.filter((secret) => typeof secret === 'object' && secret !== null && 'kind' in secret && !managed(secret)),
    )
    // The search itself works: what is published is found.
    const text = JSON.stringify(secrets)
    expect(formsOf(canaries.rotated).some((form) => text.includes(form))).toBe(true)
    const found = Object.entries(seen).flatMap(([where, shown]) =>
      forms.filter((form) => shown.includes(form)).map((form) => `${form} in ${where}`),
    )
    expect(found).toEqual([])
    expect(operator.output()).not.toBe('')
  })

  test('nor in a diagnostic report, and nothing else was written to the disk', async () => {
    expect([...filesIn(directory).keys()]).toEqual([])
    process.kill(operator.pid, 'SIGUSR2')
    const [name, report] = await eventually('the report is written', () => {
      const [first] = filesIn(directory)
      if (first === undefined) throw new Error('no file yet')
      JSON.parse(first[1].toString())
      return first
    })
    expect(name).toMatch(/^report\./)
    expect(report.toString()).toContain('javascriptStack')
    expect(forms.filter((form) => report.includes(form))).toEqual([])
    expect(await operator.stop()).toBe(0)
    expect([...filesIn(directory).keys()]).toEqual([name])
  })
})
