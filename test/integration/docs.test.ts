import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { isObject, type Json, type JsonObject, textAt } from '../support/apiserver/json.ts'
import { collection } from './support/paths.ts'
import { type Scene, startScene } from './support/scene.ts'

interface Written {
  readonly file: string
  readonly name: string
  readonly policy: JsonObject
}

const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))

/** Policies in the YAML blocks of a page, or in a whole YAML file. */
const policiesIn = (file: string): readonly Written[] => {
  const text = readFileSync(file, 'utf8')
  const blocks = file.endsWith('.md')
    ? [...text.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, yaml = '']) => yaml)
    : [text]
  return blocks
    .flatMap((yaml) => parseAllDocuments(yaml))
    .map((document): Json => document.toJS())
    .filter(isObject)
    .filter((object) => object['kind'] === 'ImagePolicy')
    .map((policy) => ({ file, name: textAt(policy['metadata'], 'name'), policy }))
}

const written = [...filesIn('docs', '.md'), ...filesIn('config/samples', '.yaml')].flatMap(policiesIn)

describe('what the documentation shows', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('docs')
  })
  afterAll(() => scene.close())

  test('there are policies in it', () => {
    expect(written.length).toBeGreaterThan(6)
  })

  test.each(written)('$file: the API server takes policy $name', async ({ policy }) => {
    const answer = await scene.client.create(`${collection('ImagePolicy')}?dryRun=All&fieldValidation=Strict`, policy)
    expect(answer).toMatchObject({ kind: 'ImagePolicy', spec: policy['spec'] })
  })
})
