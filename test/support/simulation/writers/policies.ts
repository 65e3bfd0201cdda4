import { type JsonObject, objectAt } from '../../apiserver/json.ts'
import { sourceNames } from '../credentials.ts'
import { policies } from '../modelServer.ts'
import { anyOf, oneOf, type Act, type Scene } from './act.ts'

const policyNames = ['p', 'q', 'r'] as const

/** Two policies may want one name. */
const secretNames = ['shared-registry', 'own-registry', undefined] as const

const accountSelections = [{ names: ['default'] }, { selector: { matchLabels: { kind: 'ci' } } }] as const

const spec = (scene: Scene): JsonObject => {
  const { random } = scene
  return {
    namespaceSelector: random.chance(0.5) ? {} : { matchLabels: { team: 'blue' } },
    credentials: {
      sources: sourceNames
        .filter((_, index) => index === 0 || random.chance(0.4))
        .map((name) => ({ name, secretRef: { name } })),
      ...(random.chance(0.4) && { serviceAccounts: oneOf<JsonObject>(scene, accountSelections) }),
    },
  }
}

const withSecretName = (of: JsonObject, secretName: JsonObject[string]): JsonObject => ({
  ...of,
  credentials: { ...objectAt(of, 'credentials'), ...(secretName !== undefined && { secretName }) },
})

const create = (scene: Scene): string => {
  const { server, random } = scene
  const name = oneOf(scene, policyNames)
  if (server.find(policies, { name })) return 'policy is there'
  const { namespaceSelector, credentials } = withSecretName(spec(scene), oneOf(scene, secretNames))
  server.create({
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name },
    spec: { namespaceSelector, ...(random.chance(0.9) && { credentials }) },
  })
  return `policy ${name} created`
}

const change = (scene: Scene, how: (spec: JsonObject) => JsonObject): string => {
  const policy = anyOf(scene, policies)
  if (policy === undefined) return 'no policy'
  const changed = how(objectAt(policy, 'spec'))
  scene.server.update({ ...policy, spec: changed })
  return `policy ${policy.metadata.name} ${JSON.stringify(changed)}`
}

const remove = (scene: Scene): string => {
  const policy = anyOf(scene, policies)
  if (policy === undefined) return 'no policy'
  scene.server.delete(policies, { name: policy.metadata.name })
  return `policy ${policy.metadata.name} deleted`
}

/** Policies come, change and go. */
export const policyActs = (scene: Scene): readonly Act[] => [
  { weight: 8, run: () => create(scene) },
  {
    weight: 4,
    run: () => change(scene, (old) => withSecretName(spec(scene), objectAt(old, 'credentials')['secretName'])),
  },
  { weight: 2, run: () => change(scene, (old) => ({ ...old, suspend: scene.random.chance(0.5) })), lasting: true },
  { weight: 1, run: () => change(scene, ({ namespaceSelector = {} }) => ({ namespaceSelector })) },
  { weight: 3, run: () => remove(scene) },
]

/** Lets every policy act. */
export const resumePolicies = ({ server }: Scene): void => {
  for (const policy of server.list(policies)) {
    const old = objectAt(policy, 'spec')
    if (old['suspend'] === true) server.update({ ...policy, spec: { ...old, suspend: false } })
  }
}
