import { type JsonObject, objectAt } from '../../../support/apiserver/json.ts'
import type { Random } from '../../../support/simulation/random.ts'
import { oneOf } from '../../../support/simulation/writers/act.ts'
import { pathOf } from '../paths.ts'
import { type Act, make, policiesOf, rewrite, sourcesOf, unmake, type World } from './world.ts'

/** Two policies may want one name. */
const secretNames = ['shared-registry', undefined] as const

const accountSelections = [{ names: ['default'] }, { selector: { matchLabels: { kind: 'ci' } } }] as const

const specOf = (world: World, random: Random, secretName: JsonObject[string]): JsonObject => ({
  namespaceSelector: { matchLabels: { ...world.labels, ...(random.chance(0.5) && { team: 'blue' }) } },
  credentials: {
    sources: sourcesOf(world)
      .filter((_, index) => index === 0 || random.chance(0.5))
      .map((name, index) => ({ name: `source-${index}`, secretRef: { name } })),
    recovery: 'None',
    ...(random.chance(0.4) && { serviceAccounts: oneOf<JsonObject>({ random }, accountSelections) }),
    ...(secretName !== undefined && { secretName }),
  },
})

const create = async (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, policiesOf(world))
  const spec = specOf(world, random, oneOf({ random }, secretNames))
  const made = await make(world, {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name },
    spec,
  })
  return made ? `policy ${name} created: ${JSON.stringify(spec)}` : `policy ${name} is there`
}

const change = async (world: World, random: Random, how: (spec: JsonObject) => JsonObject): Promise<string> => {
  const name = oneOf({ random }, policiesOf(world))
  const written = await rewrite(world, pathOf('ImagePolicy', name), (policy) => ({
    ...policy,
    spec: how(objectAt(policy, 'spec')),
  }))
  return written ? `policy ${name}: ${JSON.stringify(written['spec'])}` : `no policy ${name}`
}

const respecify = (world: World, random: Random): Promise<string> => {
  const wanted = specOf(world, random, undefined)
  return change(world, random, ({ credentials }) => {
    const secretName = objectAt({ credentials }, 'credentials')['secretName']
    return {
      ...wanted,
      credentials: { ...objectAt(wanted, 'credentials'), ...(secretName !== undefined && { secretName }) },
    }
  })
}

const suspend = (world: World, random: Random): Promise<string> => {
  const suspended = random.chance(0.5)
  return change(world, random, (spec) => ({ ...spec, suspend: suspended }))
}

const strip = (world: World, random: Random): Promise<string> =>
  change(world, random, ({ namespaceSelector = {} }) => ({ namespaceSelector }))

const remove = async (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, policiesOf(world))
  return (await unmake(world, {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name },
  }))
    ? `policy ${name} deleted`
    : `no policy ${name}`
}

/** Policies come, change and go. */
export const policyActs: readonly Act[] = [
  { weight: 9, run: create },
  { weight: 4, run: respecify },
  { weight: 2, run: suspend },
  { weight: 1, run: strip },
  { weight: 3, run: remove },
]

/** Lets every policy act. */
export const resumePolicies = async (world: World): Promise<void> => {
  for (const name of policiesOf(world))
    await rewrite(world, pathOf('ImagePolicy', name), (policy) => {
      const spec = objectAt(policy, 'spec')
      return spec['suspend'] === true ? { ...policy, spec: { ...spec, suspend: false } } : undefined
    })
}

/** Deletes what there is of them. */
export const removePolicies = async (world: World): Promise<void> => {
  for (const name of policiesOf(world))
    await unmake(world, { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', metadata: { name } })
}
