import { existsSync, readFileSync, statSync } from 'node:fs'
import { controllerCommand } from '../../../src/cli/controllerCommand.ts'
import { queueNames } from '../../../src/controllers/queues.ts'
import { createMetrics } from '../../../src/observe/metrics.ts'
import { ofCrd } from '../crds/schema.ts'
import { anchorsOf, linksOf, pages, textOf } from './markdown.ts'

/** Where the schema lists the states of a source. */
const stateEnum =
  'spec versions 0 schema openAPIV3Schema properties status properties sources items properties state enum'.split(' ')

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** What stands between backquotes in the first column of a page's tables. */
const firstColumn = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)

test('the flags of the controller are those that it has', () => {
  let help = ''
  const command = controllerCommand(async () => {}, {})
    .name('pullkeeper controller')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ helpWidth: 1_000 })
    .configureOutput({
      writeOut: (text) => {
        help += text
      },
    })
  command.outputHelp()
  const shown = /```text\n([^]*?)\n```/.exec(textOf('docs/reference/controller.md'))?.[1]
  expect(shown).toBe(help.trim())
})

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

const links = pages.flatMap(linksOf)

test.each(links)('$page: $target leads somewhere', ({ path, anchor }) => {
  expect(existsSync(path)).toBe(true)
  if (anchor !== '' && !statSync(path).isDirectory()) expect(anchorsOf(path)).toContain(anchor)
})
