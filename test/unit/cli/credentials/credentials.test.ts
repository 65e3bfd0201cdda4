import { startApiServer, type ApiServer } from '../../../support/apiserver/index.ts'
import { folder, run } from '../process.ts'
import { conformity } from '../schemas.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const robot = { auth: base64('robot:s3cret-word') }

const configs = {
  'config.json': JSON.stringify({ auths: { 'ghcr.io': robot, 'ghcr.io/acme': robot, '*.corp.io': robot } }),
  'older.dockercfg': JSON.stringify({ 'ghcr.io/acme/app': { username: 'u', password: 's3cret-word' } }),
  'hub.json': JSON.stringify({ auths: { 'https://index.docker.io/v1/': robot } }),
  'secret.yaml': [
    'apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\nmetadata: {name: regcred, namespace: team}',
    `stringData:\n  .dockerconfigjson: '${JSON.stringify({ auths: { 'quay.io': robot } })}'`,
    '---\napiVersion: v1\nkind: Secret\nmetadata: {name: other, namespace: team}',
  ].join('\n'),
  'bad-entry.json': JSON.stringify({ auths: { 'quay.io': robot, 'ghcr.io': { auth: '%%' } } }),
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
  'pod.json': '{"apiVersion": "v1", "kind": "Pod"}',
  'half.yaml': [
    'apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\nmetadata: {name: regcred}',
    `stringData:\n  .dockerconfigjson: '${JSON.stringify({ auths: { 'quay.io': robot } })}'`,
    '---\nkind: Secret\ndata: {a: [s3cret-word}',
  ].join('\n'),
  'cut.json': '{"auths": {\n  "ghcr.io": {"auth": "c2Vj',
  'not.json': '{"auths": {\n  ghcr.io: "s3cret-word"}}',
  'binary.json': new Uint8Array([0, 1, 2, 3]),
  'empty.json': '',
}

let files: ReturnType<typeof folder>
let server: ApiServer
beforeAll(async () => {
  files = folder(configs)
  server = await startApiServer({ https: true })
  server.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  server.store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: 'team', name: 'regcred' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': base64(configs['config.json']) },
  })
})
afterAll(async () => {
  files.remove()
  await server.close()
})

const at = (args: readonly string[]): readonly string[] => args.map((arg) => arg.replace(/^@/, `${files.root}/`))
const credentials = (...args: readonly string[]) => run(['credentials', ...at(args)])

const matchesOf = async (...args: readonly string[]) => {
  const { status, stdout } = await credentials('match', ...args, '-o', 'json')
  expect(conformity('credentialmatch')(JSON.parse(stdout))).toEqual([])
  return { status, answer: JSON.parse(stdout) as unknown }
}

describe('credentials match', () => {
  test('names what kubelet tries in its order, from files in the order given', async () => {
    expect(await matchesOf('ghcr.io/acme/app:1', '-f', '@config.json', '-f', '@older.dockercfg')).toEqual({
      status: 0,
      answer: {
        image: 'ghcr.io/acme/app:1',
        matches: [
          { key: 'ghcr.io/acme/app', source: files.of('older.dockercfg') },
          { key: 'ghcr.io/acme', source: files.of('config.json') },
          { key: 'ghcr.io', source: files.of('config.json') },
        ],
      },
    })
  })

  test('under one key the order is that of the command line', async () => {
    const sources = async (...order: readonly string[]) => {
      const { stdout } = await credentials('match', 'ghcr.io/x', ...order, '-o', 'json')
      return [...stdout.matchAll(/"source": ".*?([a-z]+)(?:\.json)?"/g)].map(([, name]) => name)
    }
    const cluster = ['--kubeconfig', files.of('kubeconfig')]
    const { writeFileSync } = await import('node:fs')
    writeFileSync(files.of('kubeconfig'), server.kubeconfig())
    expect(await sources('-f', '@config.json', '--secret', 'team/regcred', ...cluster)).toEqual(['config', 'regcred'])
    expect(await sources('--secret', 'team/regcred', '-f', '@config.json', ...cluster)).toEqual(['regcred', 'config'])
  })

  test('nothing matches: 1, and why not', async () => {
    const { status, stdout } = await credentials('match', 'quay.io/x', '-f', '@config.json')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^No key matches quay\.io\/x:latest\.\n/)
    expect(stdout).toMatch(/\*\.corp\.io +\S+config\.json +.*\n/)
  })

  test.each([
    ['json', /"matches": \[\]/],
    ['yaml', /^image: quay\.io\/x\nmatches: \[\]\n$/],
  ])('nothing matches, as %s', async (format, shape) => {
    expect(await credentials('match', 'quay.io/x', '-f', '@config.json', '-o', format)).toEqual({
      status: 1,
      stdout: expect.stringMatching(shape),
      stderr: '',
    })
  })

  test('a Secret in YAML, its other document passed over as kubelet does', async () => {
    const { status, stdout, stderr } = await credentials('match', 'quay.io/x', '-f', '@secret.yaml')
    expect(stdout).toMatch(/1 +quay\.io +team\/regcred\n/)
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^pullkeeper: team\/other: it is of type Opaque, which kubelet ignores/),
    })
  })

  test('standard input', async () => {
    const { status, stdout } = await run(['credentials', 'match', 'nginx', '-f', '-', '-o', 'json'], {
      input: configs['hub.json'],
    })
    expect({ status, answer: JSON.parse(stdout) as unknown }).toEqual({
      status: 0,
      answer: { image: 'nginx', matches: [{ key: 'https://index.docker.io/v1/', source: 'standard input' }] },
    })
  })

  test('one entry that kubelet cannot read spoils the whole config; the others are still tried', async () => {
    const { status, stdout, stderr } = await credentials(
      'match',
      'ghcr.io/acme/app',
      '-f',
      '@bad-entry.json',
      '-f',
      '@config.json',
    )
    expect(status).toBe(2)
    expect(stdout).toMatch(/ghcr\.io\/acme/)
    expect(stderr).toMatch(/bad-entry\.json: auths\["ghcr\.io"\]\.auth is not base64; kubelet refuses the whole config/)
  })

  test.each`
    args                                                               | says
    ${['Ghcr.io/Acme/App', '-f', '@config.json']}                      | ${/is no image reference: the repository name has upper-case letters/}
    ${['ghcr.io/x', '-f', '@cut.json']}                                | ${/cut\.json: it ends in the middle of its JSON \(line 2, column \d+\)/}
    ${['ghcr.io/x', '-f', '@not.json']}                                | ${/not\.json: it is not JSON \(line 2, column 3\)/}
    ${['ghcr.io/x', '-f', '@binary.json']}                             | ${/binary\.json: it is no text/}
    ${['ghcr.io/x', '-f', '@empty.json']}                              | ${/empty\.json: it is empty/}
    ${['ghcr.io/x', '-f', '@nowhere.json']}                            | ${/nowhere\.json: there is no such file/}
    ${['ghcr.io/x']}                                                   | ${/no credentials given: add -f FILE or --secret NAMESPACE\/NAME/}
    ${['-f', '@config.json']}                                          | ${/missing required argument 'image'/}
    ${['ghcr.io/x', '--secret', 'a/b/c']}                              | ${/expected NAMESPACE\/NAME/}
    ${['ghcr.io/x', '--secret', 'team/x', '--kubeconfig', '/nowhere']} | ${/KubeConfigUnreadable/}
    ${['ghcr.io/x', '-f', '@config.json', '-o', 'xml']}                | ${/Allowed choices are table, json, yaml/}
  `('$args is bad input: 2', async ({ args, says }: { args: readonly string[]; says: RegExp }) => {
    const { status, stderr } = await credentials('match', ...args)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(says) })
    expect(stderr).not.toMatch(/s3cret|c2Vj/)
  })

  test('a Secret that one may not read', async () => {
    const { writeFileSync } = await import('node:fs')
    writeFileSync(files.of('limited'), server.kubeconfig())
    const allow = server.access.deny({ resource: 'secrets' })
    const { status, stderr } = await credentials(
      'match',
      'ghcr.io/x',
      '--secret',
      'team/regcred',
      '--kubeconfig',
      '@limited',
    )
    allow()
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^pullkeeper: team\/regcred: Forbidden: /),
    })
  })
})

describe('credentials lint', () => {
  test('nothing is wrong: 0', async () => {
    expect(await credentials('lint', '-f', '@config.json')).toEqual({
      status: 0,
      stdout: 'Nothing is wrong with it.\n',
      stderr: '',
    })
  })

  test('one line for each thing that is wrong, and 1', async () => {
    const { status, stdout } = await credentials('lint', '-f', '@bad-entry.json')
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^SEVERITY +SOURCE +KEY +PROBLEM +MESSAGE\nerror +\S+bad-entry\.json +ghcr\.io +Malformed +auths/,
    )
  })

  test('for programs', async () => {
    const { stdout } = await credentials('lint', '-f', '@bad-entry.json', '-o', 'json')
    expect(conformity('credentiallint')(JSON.parse(stdout))).toEqual([])
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'CredentialLint',
      items: [{ severity: 'error', problem: 'Malformed', key: 'ghcr.io', source: files.of('bad-entry.json') }],
      summary: { configs: 1, errors: 1, warnings: 0 },
    })
  })

  test('what cannot be read: 2, the rest is told', async () => {
    const { status, stdout, stderr } = await credentials('lint', '-f', '@cut.json', '-f', '@bad-entry.json')
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/cut\.json: it ends in the middle/) })
    expect(stdout).toMatch(/Malformed/)
  })

  test('the severity from which on it fails can be chosen', async () => {
    expect((await credentials('lint', '-f', '@bad-entry.json', '--fail-on', 'never')).status).toBe(0)
  })
})

describe('files that hold other things', () => {
  test.each(['@pod.yaml', '@pod.json'])('%s: that there is no Secret in it, and 2', async (file) => {
    const { status, stdout, stderr } = await credentials('lint', '-f', file)
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/pod\.\w+: it holds objects of Kubernetes, and no Secret among them\n$/),
    })
  })

  test('a document that is not YAML is told of beside the Secrets of the others', async () => {
    const { status, stderr } = await credentials('match', 'quay.io/a', '-f', '@half.yaml')
    expect(status).toBe(2)
    expect(stderr).toMatch(/half\.yaml: document 2, line 9: it is not YAML\n$/)
    expect(stderr).not.toContain('s3cret-word')
  })
})
