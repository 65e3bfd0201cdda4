import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { folder } from './process.ts'

const build = fileURLToPath(new URL('../../../scripts/build.ts', import.meta.url))

const files = folder({
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}\n',
  'secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: "{}"}\n',
})
afterAll(() => files.remove())

/** The bundle, which joins libraries otherwise than Node does. */
const bundled = (...args: readonly string[]) =>
  spawnSync(process.execPath, [files.of('dist/pullkeeper.js'), ...args], { encoding: 'utf8' })

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [build, files.of('dist')], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('an answer in YAML', () => {
  const { status, stdout, stderr } = bundled('audit', '-f', files.of('pod.yaml'), '-o', 'yaml')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(parse(stdout)).toMatchObject({ kind: 'FindingList', items: [{ cause: 'MutableTag' }] })
})

test('Secrets in YAML', () => {
  const { status, stdout, stderr } = bundled('credentials', 'lint', '-f', files.of('secret.yaml'))
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(stdout).toContain('NoEntries')
})
