import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { queueNames } from '../../../src/controllers/queues.ts'
import { createMetrics } from '../../../src/observe/metrics.ts'
import { isObject, objectsAt } from '../../support/apiserver/json.ts'
import { ofCrd } from '../crds/schema.ts'
import { anchorsOf, linksOf, pages, textOf } from './markdown.ts'

/** Where the schema lists the states of a source. */
const stateEnum =
  'spec versions 0 schema openAPIV3Schema properties status properties sources items properties state enum'.split(' ')

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** What stands between backquotes in the first column of a page's tables. */
const firstColumn = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)

test('the metrics are those that are served', async () => {
  const served = [...(await createMetrics().text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name)
  const ours = served.filter((name) => !/^(nodejs|process)_/.test(name))
  expect(firstColumn('docs/reference/metrics.md').toSorted()).toEqual(ours.toSorted())
})

test.each(queueNames)('the controller %s is named as a label of metrics', (name) => {
  expect(textOf('docs/reference/metrics.md')).toContain(`\`${name}\``)
})

const reasonsIn = (file: string): readonly string[] => [
  ...new Set(
    [...readFileSync(file, 'utf8').matchAll(/reason\??: ('[^\n]*)/g)].flatMap(([, line = '']) =>
      [...line.matchAll(/'([A-Z][A-Za-z]+)'/g)].map(([, reason = '']) => reason),
    ),
  ),
]

test.each([...reasonsIn('src/plan/status/conditions.ts'), ...reasonsIn('src/domain/policy/outcome.ts')])(
  'the reason %s of a condition is explained',
  (reason) => {
    expect(textOf('docs/status.md')).toContain(`\`${reason}\``)
  },
)

test.each(texts(ofCrd(...stateEnum)))('the state %s of a source is named', (state) => {
  expect(textOf('docs/status.md')).toContain(`\`${state}\``)
})

test('there are reasons and states to look for', () => {
  expect(reasonsIn('src/plan/status/conditions.ts').length).toBeGreaterThan(8)
  expect(reasonsIn('src/domain/policy/outcome.ts').length).toBeGreaterThan(3)
  expect(texts(ofCrd(...stateEnum)).length).toBeGreaterThan(8)
})

/** `resource verb` of each row of the table of rights, sorted. */
const documentedRights = (): readonly string[] =>
  [...textOf('docs/security.md').matchAll(/^\| ([a-z/, -]+?) +\| ([a-z, ]+?) +\|/gm)]
    .filter(([, resources = '']) => resources !== 'on' && !resources.startsWith('-'))
    .flatMap(([, resources = '', verbs = '']) =>
      resources
        .replace(', in its own namespace', '')
        .split(', ')
        .flatMap((resource) => verbs.split(', ').map((verb) => `${resource} ${verb}`)),
    )
    .toSorted()

const rightsIn = (file: string, role: string): readonly string[] =>
  parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document): unknown => document.toJS())
    .filter((object) => isObject(object))
    .filter((object) => object['kind'] === role)
    .flatMap((object) => objectsAt(object, 'rules'))
    .flatMap((rule) =>
      texts(rule['resources']).flatMap((each) => texts(rule['verbs']).map((verb) => `${each} ${verb}`)),
    )

test('the rights are those that config/rbac gives', () => {
  const given = [
    ...rightsIn('config/rbac/cluster_role.yaml', 'ClusterRole'),
    ...rightsIn('config/rbac/leader_election_role.yaml', 'Role'),
  ]
  expect(documentedRights()).toEqual(given.toSorted())
})

const links = pages.flatMap(linksOf)

test.each(links)('$page: $target leads somewhere', ({ path, anchor }) => {
  expect(existsSync(path)).toBe(true)
  if (anchor !== '' && !statSync(path).isDirectory()) expect(anchorsOf(path)).toContain(anchor)
})
