import { symlinkSync } from 'node:fs'
import { auditCauses } from '../../../../src/domain/audit/advice.ts'
import { failureClasses, joinedCauses } from '../../../../src/domain/failure/cause.ts'
import type { FindingList } from '../../../../src/cli/audit/findingList.ts'
import { folder, run } from '../process.ts'
import { deployment, list, pullSecret, robot, waitingPod } from './manifests.ts'
import { findingListSchema, schemaErrors } from './schema.ts'

const denied =
  'failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden'

const json = (value: unknown): string => JSON.stringify(value, null, 2)

const good = json(deployment({}))
const files = folder({
  'good.json': good,
  'latest.yaml': `# the site\napiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n  - {name: nginx, image: nginx}\n`,
  'several.yaml': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}',
    '# nothing here',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: no-containers, namespace: team}\nspec: {template: {spec: {}}}',
    'foo: [bar',
    'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: bad, namespace: team}\nspec: {template: {spec: {containers: [{name: a, image: Upper/Case}]}}}',
  ].join('\n---\n'),
  'dump.json': json(
    list(
      waitingPod('web-6d4b75cb6d-a', 'ErrImagePull', denied),
      waitingPod('web-6d4b75cb6d-b', 'ErrImagePull', denied),
      pullSecret(
        'regcred',
        { 'quay.io': robot },
        { metadata: { name: 'regcred', namespace: 'team', uid: 's', resourceVersion: '1' } },
      ),
    ),
  ),
  'cut.json': json(
    list(deployment({ containers: [{ name: 'a', image: 'UPPER' }] }), deployment({}, { name: 'b' })),
  ).slice(0, -200),
  'item.json': `{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1",\n "kind" "Pod"},\n${good}]}`,
  'binary.yaml': new Uint8Array([1, 2, 0, 3]),
  'archive.gz': new Uint8Array([0x1f, 0x8b, 8, 0]),
  'powershell.json': new Uint8Array([0xff, 0xfe, 0x7b, 0]),
  'empty.yaml': '\n',
  'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n',
  'config.json': json({ auths: { 'ghcr.io': robot } }),
  'old.yaml': 'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: s}\n',
  'typo.yaml': '\napiVersion: apps/v1\nkind: Deploymnt\nmetadata: {name: s}\n',
  'nameless.yaml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: b}]}\n',
  'wrong-type.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: [b]}]}\n',
  'template.yaml': 'kind: Pod\napiVersion: v1\n{{- if .Values.x }}\nmetadata: {name: a}\n{{- end }}\n',
  'number.json': '42',
  'team/web.json': good,
  'team/sub/site.yml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec: {containers: [{name: a, image: nginx:1}]}\n',
  'team/values.yaml': 'replicas: 3\n',
  'team/notes.txt': 'not looked at',
  'nothing/notes.txt': 'not looked at',
})
afterAll(() => files.remove())

const audit = (...args: readonly string[]) => run(['audit', ...args.map((arg) => arg.replace(/^@/, `${files.root}/`))])

const auditJson = async (...args: readonly string[]) => {
  const { status, stdout, stderr } = await audit(...args, '-o', 'json')
  const answer: FindingList = JSON.parse(stdout)
  expect(schemaErrors(answer)).toEqual([])
  return { status, answer, stderr }
}

test('the schema knows every cause there is, and no other', () => {
  expect(findingListSchema).toMatchObject({
    $defs: { item: { properties: { cause: { enum: [...failureClasses, ...joinedCauses, ...auditCauses] } } } },
  })
})

test('nothing to say: 0', async () => {
  expect(await audit('-f', '@good.json')).toEqual({ status: 0, stdout: 'Nothing found: 1 object read.\n', stderr: '' })
})

test('a warning alone is 0, or 1 if that is wanted; the place is told', async () => {
  const { status, stdout } = await audit('-f', '@latest.yaml')
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /^SEVERITY +NAMESPACE +WORKLOAD +CONTAINER +CAUSE +PODS +SINCE\nwarning +default +Pod\/site +nginx +MutableTag +0 +-\n/,
  )
  expect(stdout).toMatch(/\n {4}Fix: .*\n {4}seen: .*latest\.yaml: document 1, line 2\n/)
  expect((await audit('-f', '@latest.yaml', '--fail-on', 'warning')).status).toBe(1)
})

test('a dump: the failing pods of one workload are one error, with cause, text and count', async () => {
  const { status, answer } = await auditJson('-f', '@dump.json')
  expect(status).toBe(1)
  expect(answer.items).toEqual([
    {
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' },
      container: 'app',
      image: 'ghcr.io/acme/app:1',
      severity: 'error',
      cause: 'CredentialsMissing',
      failure: { class: 'Forbidden' },
      message: expect.stringMatching(
        /^Registry ghcr\.io denied the pull of ghcr\.io\/acme\/app, and the pod has no pull secrets\./,
      ),
      remedy: expect.stringMatching(/^Let an ImagePolicy/),
      evidence: [
        expect.stringMatching(/^pod web-6d4b75cb6d-a: .*403 Forbidden$/),
        expect.stringMatching(/^pod web-6d4b75cb6d-b: .*403 Forbidden$/),
      ],
      pods: 2,
      since: '2026-11-24T09:00:00Z',
    },
  ])
  expect(answer.summary).toEqual({
    total: 1,
    errors: 1,
    warnings: 0,
    byCause: [{ cause: 'CredentialsMissing', workloads: 1, pods: 2 }],
    objects: { read: 3, passedOver: 0 },
    unread: [],
  })
})

test('what is wrong in one document does not hide the others: 2, with file, document and line', async () => {
  const { status, answer, stderr } = await auditJson('-f', '@several.yaml')
  expect(status).toBe(2)
  expect(answer.items).toMatchObject([{ workload: { name: 'bad' }, cause: 'InvalidReference', severity: 'error' }])
  expect(answer.summary.unread).toEqual([
    {
      file: files.of('several.yaml'),
      document: 2,
      line: 7,
      message: 'Deployment no-containers: spec.template.spec.containers: required',
    },
    { file: files.of('several.yaml'), document: 3, line: 12, message: expect.stringMatching(/^it is not YAML: /) },
  ])
  expect(stderr).toMatch(/^pullkeeper: \S+several\.yaml: document 2, line 7: Deployment no-containers: /)
})

describe('bad input is 2, in one line each that tells where and why, and shows nothing of the content', () => {
  test.each`
    file                 | says
    ${'cut.json'}        | ${/cut\.json: document 1, line \d+: it ends in the middle; what comes after/}
    ${'item.json'}       | ${/item\.json: document 1, line 3: item 1 of the list is not JSON/}
    ${'binary.yaml'}     | ${/binary\.yaml: it is no text, but binary/}
    ${'archive.gz'}      | ${/archive\.gz: it is compressed \(gzip\): unpack it first/}
    ${'powershell.json'} | ${/powershell\.json: it is UTF-16/}
    ${'empty.yaml'}      | ${/empty\.yaml: it is empty/}
    ${'service.yaml'}    | ${/there is nothing to audit/}
    ${'config.json'}     | ${/config\.json: document 1, line 1: kind is missing: it looks like a docker config \(pullkeeper credentials lint/}
    ${'old.yaml'}        | ${/old\.yaml: document 1, line 1: extensions\/v1beta1 has no kind Deployment: write apiVersion: apps\/v1/}
    ${'typo.yaml'}       | ${/typo\.yaml: document 1, line 2: apps\/v1 has no kind "Deploymnt" \(did you mean Deployment\?\)/}
    ${'nameless.yaml'}   | ${/nameless\.yaml: document 1, line 1: Pod: metadata\.name: required/}
    ${'wrong-type.yaml'} | ${/wrong-type\.yaml: document 1, line 1: Pod a: spec\.containers\[0\]\.image: expected a string/}
    ${'template.yaml'}   | ${/template\.yaml: document 1, line 3: it is not YAML: .*template expression: render it first/}
    ${'number.json'}     | ${/number\.json: document 1, line 1: this is no object of Kubernetes/}
    ${'nowhere.yaml'}    | ${/nowhere\.yaml: it cannot be read: there is no such file/}
    ${'nothing'}         | ${/nothing: there is no \.yaml, \.yml or \.json file in this folder/}
  `('$file', async ({ file, says }: { file: string; says: RegExp }) => {
    const { status, answer, stderr } = await auditJson('-f', `@${file}`, '-f', '@good.json')
    const lines = stderr.trimEnd().split('\n')
    if (file === 'service.yaml') {
      // Beside something to audit, objects of other kinds are passed over.
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect((await audit('-f', '@service.yaml')).stderr).toMatch(says)
      return
    }
    expect({ status, lines: lines.length, stderr }).toEqual({
      status: 2,
      lines: 1,
      stderr: expect.stringMatching(says),
    })
    expect(answer.summary.objects.read).toBeGreaterThan(0)
    expect(stderr).not.toMatch(/s3cret|cm9ib3Q/)
  })

  test('what was whole in a file that ends too early is told', async () => {
    const { answer } = await auditJson('-f', '@cut.json')
    expect(answer.items).toMatchObject([{ cause: 'InvalidReference' }])
  })

  test('no cluster', async () => {
    const { status, stderr } = await audit()
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^pullkeeper: KubeConfigMissing: .*\n$/),
    })
  })

  test.each`
    args                    | says
    ${['-A', '-n', 'team']} | ${/'-A, --all-namespaces' cannot be used with option '-n, --namespace <name>'/}
    ${['-n', 'Team']}       | ${/expected the name of a namespace/}
    ${['--fail-on', 'x']}   | ${/Allowed choices are error, warning, never/}
    ${['web.yaml']}         | ${/too many arguments/}
  `('$args', async ({ args, says }: { args: readonly string[]; says: RegExp }) => {
    const { status, stderr } = await audit(...args)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(says) })
  })
})

test('a folder is read with those in it; what is not of Kubernetes is passed over there', async () => {
  const { status, answer } = await auditJson('-f', '@team')
  expect({ status, objects: answer.summary.objects }).toEqual({ status: 0, objects: { read: 2, passedOver: 1 } })
})

test('an edit that keeps the pull policy of the image before it', async () => {
  const app = (image: string, more: object = {}) => ({ containers: [{ name: 'app', image, ...more }] })
  const standing = deployment(app('ghcr.io/acme/app:1', { imagePullPolicy: 'IfNotPresent' }), { uid: 'd-1' })
  const edited = deployment(app('ghcr.io/acme/app:latest'))
  const { stdout } = await run(['audit', '-f', '-', '-o', 'json'], { input: `${json(standing)}\n${json(edited)}` })
  expect(JSON.parse(stdout)).toMatchObject({ items: [{ cause: 'MutableTag' }, { cause: 'StalePullPolicy', pods: 0 }] })
})

describe('the workload is the one that a person would name', () => {
  const meta = (name: string, uid: string, owner?: object) => ({
    name,
    namespace: 'team',
    uid,
    ...(owner && { ownerReferences: [owner] }),
  })
  const spec = { containers: [{ name: 'a', image: 'nginx' }] }
  const found = async (...objects: readonly object[]) => {
    const { stdout } = await run(['audit', '-f', '-', '-o', 'json'], { input: json(list(...objects)) })
    const answer: FindingList = JSON.parse(stdout)
    return answer.items.map(({ workload, cause, pods }) => `${workload.kind}/${workload.name} ${cause} ${pods}`)
  }

  test('a CronJob rather than its Jobs', async () => {
    const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid: 'c', controller: true }
    const job = (number: number) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: meta(`tick-${number}`, `j${number}`, cronJob),
      spec: { template: { spec } },
    })
    const pod = (number: number) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...meta(`tick-${number}-x`, `p${number}`, {
          ...cronJob,
          kind: 'Job',
          name: `tick-${number}`,
          uid: `j${number}`,
        }),
        creationTimestamp: '2026-11-24T09:00:00Z',
      },
      spec,
      status: { phase: 'Running' },
    })
    expect(await found(pod(1), job(1), job(2), pod(2))).toEqual(['CronJob/tick MutableTag 2'])
  })

  test('a Deployment rather than a ReplicaSet that cannot make pods, though only the Deployment was given', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'team' },
      reason: 'FailedCreate',
      message: 'Error creating: pods "web-59dcdd7b48-" is forbidden: pod rejected: RuntimeClass "nope" not found',
      involvedObject: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        namespace: 'team',
        name: 'web-59dcdd7b48',
        uid: 'r',
      },
      lastTimestamp: '2026-11-24T09:00:00Z',
    }
    expect(await found(event, deployment({}, { uid: 'd' }))).toEqual(['Deployment/web RuntimeClassNotFound 0'])
    expect(await found(event)).toEqual(['ReplicaSet/web-59dcdd7b48 RuntimeClassNotFound 0'])
  })
})

test('standard input', async () => {
  const { status, stdout } = await run(['audit', '-f', '-', '-o', 'json'], {
    input: json(deployment({ containers: [{ name: 'a', image: 'a/B' }] })),
  })
  expect(status).toBe(1)
  expect(stdout).toMatch(/standard input: document 1, line 1/)
})

test('only one namespace, if that is wanted; it is also that of objects without one', async () => {
  const { answer } = await auditJson('-f', '@latest.yaml', '-f', '@several.yaml', '-n', 'shop')
  expect(answer.items.map(({ workload }) => workload)).toEqual([
    { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'site' },
  ])
})

test('the answer is the same in whatever order things are read', async () => {
  const names = ['@dump.json', '@latest.yaml', '@team', '@good.json']
  const answers = await Promise.all(
    [names, names.toReversed()].map((order) => auditJson(...order.flatMap((name) => ['-f', name]))),
  )
  expect(answers[0]?.answer).toEqual(answers[1]?.answer)
})

test('yaml says the same as json', async () => {
  const { parse } = await import('yaml')
  const [asYaml, asJson] = await Promise.all([
    audit('-f', '@dump.json', '-o', 'yaml'),
    audit('-f', '@dump.json', '-o', 'json'),
  ])
  expect(parse(asYaml.stdout)).toEqual(JSON.parse(asJson.stdout))
})

test('colours only on a terminal', async () => {
  expect((await audit('-f', '@dump.json')).stdout).not.toContain('\u001B')
})

test('in a folder a link that leads nowhere is told of, and the other files are read', async () => {
  const own = folder({ 'a.json': good })
  symlinkSync('/nowhere', own.of('link.yaml'))
  const { status, stdout, stderr } = await run(['audit', '-f', own.root])
  own.remove()
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/link\.yaml: it cannot be read: there is no such file\n$/),
  })
  expect(stdout).toContain('1 object read')
})

test('what a shell makes of -f *.yaml is told how to do it', async () => {
  const { status, stderr } = await audit('-f', '@good.json', '@latest.yaml')
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/give each file by a -f of its own/) })
})
