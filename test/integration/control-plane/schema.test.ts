import { type JsonObject, isObject } from '../../support/apiserver/json.ts'
import { PuppetError } from '../../support/puppets/index.ts'
import { invalidPolicies } from '../fixtures/invalidPolicies.ts'
import { validPolicies, type WrittenPolicy } from '../fixtures/policies.ts'
import { collection, pathOf } from '../support/paths.ts'
import { type Scene, startScene } from '../support/scene.ts'

const dryRun = '?dryRun=All&fieldValidation=Strict'

const manifest = (policy: WrittenPolicy): JsonObject => {
  const copy: unknown = structuredClone(policy)
  if (!isObject(copy)) throw new TypeError('a policy is an object')
  return copy
}

/** What the API server says against a request; undefined when it takes it. */
const refusalOf = async (request: Promise<JsonObject>): Promise<string | undefined> => {
  try {
    await request
    return undefined
  } catch (error) {
    if (error instanceof PuppetError && error.status === 422) return error.message
    throw error
  }
}

describe('the ImagePolicy schema on a real API server', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('schema')
  })
  afterAll(() => scene.close())

  test.each(invalidPolicies.map((invalid) => [invalid.name, invalid] as const))(
    '%s is refused, by its field',
    async (_name, { before, policy, field, message }) => {
      const path = pathOf('ImagePolicy', policy.metadata.name)
      if (before !== undefined) await scene.create(manifest(before))
      try {
        const request =
          before === undefined
            ? scene.client.create(`${collection('ImagePolicy')}${dryRun}`, manifest(policy))
            : scene.client.update(`${path}${dryRun}`, {
                ...manifest(policy),
                metadata: { ...policy.metadata, resourceVersion: await versionOf(path) },
              })
        const refusal = await refusalOf(request)
        expect(refusal).toContain(field)
        expect(refusal).toContain(message)
      } finally {
        if (before !== undefined) await scene.client.delete(path)
      }
    },
  )
  const versionOf = async (path: string): Promise<string> => {
    const { metadata } = await scene.client.get(path)
    return isObject(metadata) && typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : ''
  }

  test.each(validPolicies.map((valid) => [valid.name, valid] as const))('%s is taken', async (_name, { policy }) => {
    expect(
      await refusalOf(scene.client.create(`${collection('ImagePolicy')}${dryRun}`, manifest(policy))),
    ).toBeUndefined()
  })
})
