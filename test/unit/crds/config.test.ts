import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly rules?: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[]
  readonly spec?: {
    readonly matchConditions?: readonly { readonly expression: string }[]
    readonly validations?: readonly { readonly message?: string }[]
  }
}

const files = readdirSync('config', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('kustomization.yaml'))
  .map((name) => ({ name, text: readFileSync(join('config', name), 'utf8') }))

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value

const manifests = files
  .flatMap(({ text }) => parseAllDocuments(text).map((document): unknown => document.toJS()))
  .filter(isManifest)
const ofKind = (...kinds: readonly string[]) => manifests.filter(({ kind }) => kinds.includes(kind))

describe('RBAC', () => {
  const roles = ofKind('ClusterRole', 'Role')

  test.each(roles)('$kind $metadata.name has no wildcard', ({ rules = [] }) => {
    expect(rules.length).toBeGreaterThan(0)
    expect(rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs])).not.toContain(
      '*',
    )
  })

  test('what the operator may write', () => {
    const operator = roles.filter(({ metadata }) => /^pullkeeper(-leader-election)?$/.test(metadata.name))
    const reads = ['get', 'list', 'watch']
    const writes = operator
      .flatMap(({ rules = [] }) => rules)
      .flatMap(({ resources, verbs }) =>
        resources.map((resource) => [resource, verbs.filter((verb) => !reads.includes(verb))]),
      )
      .filter(([, verbs]) => verbs?.length)
    expect(writes).toEqual([
      ['imagepolicies', ['patch']],
      ['imagepolicies/status', ['update']],
      ['serviceaccounts', ['patch']],
      ['secrets', ['create', 'patch', 'delete']],
      ['pods/eviction', ['create']],
      ['events', ['create']],
      ['leases', ['create', 'update']],
    ])
  })

  test.each(files.filter(({ text }) => text.includes('verbs:')))('$name explains every verb', ({ text }) => {
    const explained = text.split(/\n +- apiGroups:/).slice(0, -1)
    const rules = text.match(/verbs: \[.*\]/g) ?? []
    let comment = ''
    rules.forEach((verbs, index) => {
      comment = /((?: +# .*\n?)+)$/.exec(explained[index] ?? '')?.[1] ?? comment
      for (const verb of verbs.match(/\w+/g)?.slice(1) ?? []) expect(comment).toContain(verb)
    })
  })
})

describe('an installation that only diagnoses', () => {
  const patch: unknown = parse(readFileSync('config/diagnose-only/cluster_role_patch.yaml', 'utf8'))
  const [replaced] = Array.isArray(patch) ? patch : []
  const rules: NonNullable<Manifest['rules']> = replaced.value

  test('replaces all rules, and none of them is about Secrets or what they may not be missing for', () => {
    expect(replaced).toMatchObject({ op: 'replace', path: '/rules' })
    const resources = rules.flatMap((rule) => rule.resources)
    for (const resource of ['secrets', 'pods/eviction', '*']) expect(resources).not.toContain(resource)
  })

  test('writes nothing but statuses and Events', () => {
    const writes = rules.flatMap(({ resources, verbs }) =>
      verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)) ? resources : [],
    )
    expect(writes).toEqual(['imagepolicies/status', 'events'])
  })
})

describe('the fence of config/admission', () => {
  const fences = ofKind('ValidatingAdmissionPolicy')

  test('each policy is bound, and each refusal has words', () => {
    expect(fences).toHaveLength(3)
    expect(ofKind('ValidatingAdmissionPolicyBinding').map(({ metadata }) => metadata.name)).toEqual(
      fences.map(({ metadata }) => metadata.name),
    )
    for (const { spec } of fences)
      for (const { message } of spec?.validations ?? []) expect(message).toMatch(/^pullkeeper may /)
  })

  test.each`
    user                                                        | fenced
    ${'system:serviceaccount:pullkeeper-system:pullkeeper'}     | ${true}
    ${'system:serviceaccount:elsewhere:pullkeeper'}             | ${true}
    ${'system:serviceaccount:elsewhere:prod-pullkeeper'}        | ${true}
    ${'system:serviceaccount:elsewhere:pullkeeper-blue'}        | ${true}
    ${'system:serviceaccount:elsewhere:acmepullkeeper'}         | ${true}
    ${'system:serviceaccount:elsewhere:pullkeeper2'}            | ${true}
    ${'system:serviceaccount:pullkeeper-system:default'}        | ${false}
    ${'system:serviceaccount:pullkeeper:default'}               | ${false}
    ${'system:serviceaccount:kube-system:namespace-controller'} | ${false}
    ${'pullkeeper'}                                             | ${false}
  `('$user is fenced: $fenced', ({ user, fenced }: { user: string; fenced: boolean }) => {
    for (const { spec } of fences) {
      const expression = spec?.matchConditions?.[0]?.expression ?? ''
      const pattern = /^request\.userInfo\.username\.matches\('(.*)'\)$/.exec(expression)?.[1]
      expect(new RegExp(pattern ?? 'none').test(user)).toBe(fenced)
    }
  })

  test('the ServiceAccount is one that the fence knows', () => {
    expect(ofKind('ServiceAccount').map(({ metadata }) => metadata.name)).toEqual(['pullkeeper'])
  })
})

describe('what a process holds in memory does not get to the disk through our doing', () => {
  test('no flag of the image makes dumps, snapshots or reports', () => {
    const entrypoint = /^ENTRYPOINT .*$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[0]
    expect(entrypoint).toContain('pullkeeper.js')
    expect(entrypoint).not.toMatch(/--(report|heap-?snapshot|heap-?prof|cpu-prof|diagnostic-dir|abort-on|inspect)/)
  })

  test('the container has nowhere to write a core', () => {
    const { spec }: { spec: { template: { spec: { volumes?: unknown; containers: readonly unknown[] } } } } = parse(
      readFileSync('config/manager/deployment.yaml', 'utf8'),
    )
    expect(spec.template.spec.volumes).toBeUndefined()
    expect(spec.template.spec).toMatchObject({ securityContext: { runAsNonRoot: true } })
    for (const container of spec.template.spec.containers)
      expect(container).toMatchObject({ securityContext: { readOnlyRootFilesystem: true } })
  })
})

test('sample credentials are plainly made up', () => {
  const secrets = files.filter(({ text }) => text.includes('kind: Secret'))
  expect(secrets).toHaveLength(1)
  for (const password of secrets[0]?.text.match(/"password": "[^"]*"/g) ?? []) expect(password).toContain('not-a-real')
})
