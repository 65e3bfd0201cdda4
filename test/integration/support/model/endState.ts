import type { KubeObject } from '../../../support/apiserver/object.ts'
import { parseObject } from '../../../support/apiserver/object.ts'
import { authsOf } from '../../../support/simulation/credentials.ts'
import { type Cluster, wrongWith } from '../../../support/simulation/expectation.ts'
import { policies } from '../../../support/simulation/modelServer.ts'
import { pathOf } from '../paths.ts'
import { find } from '../scene.ts'
import { operatorNamespace } from '../testServer.ts'
import { strippedSecrets, touchedSecrets } from './tenants.ts'
import { listOfKind, namespacesOf, policiesOf, sourcesOf, type World } from './world.ts'

const present = async (world: World, paths: readonly string[]): Promise<readonly KubeObject[]> => {
  const found = await Promise.all(paths.map((path) => find(world.scene, path)))
  return found.filter((object) => object !== undefined).map(parseObject)
}

/** What there is of this run, in the form that the simulation's judge reads. */
const clusterOf = async (world: World): Promise<Cluster> => {
  const namespaces = await present(
    world,
    namespacesOf(world).map((name) => pathOf('Namespace', name)),
  )
  const inAll = async (kind: 'Secret' | 'ServiceAccount'): Promise<readonly KubeObject[]> =>
    (await Promise.all(namespaces.map(({ metadata: { name } }) => listOfKind(world, kind, name)))).flat()
  const byResource = new Map([
    ['namespaces', namespaces],
    ['secrets', await inAll('Secret')],
    ['serviceaccounts', await inAll('ServiceAccount')],
    [
      policies,
      await present(
        world,
        policiesOf(world).map((name) => pathOf('ImagePolicy', name)),
      ),
    ],
  ])
  const list: Cluster['list'] = (resource, { namespace } = {}) =>
    (byResource.get(resource) ?? []).filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    )
  return {
    list,
    find: (resource, { name, ...of }) => list(resource, of).find(({ metadata }) => metadata.name === name),
  }
}

/** The version of each source's credentials, as the source has them now. */
const versionsOf = async (world: World): Promise<Map<string, number>> => {
  const versions = new Map<string, number>()
  for (const name of sourcesOf(world)) {
    const [source] = await present(world, [pathOf('Secret', operatorNamespace, name)])
    const login = Buffer.from(authsOf(source)?.[`${name}.example.com`] ?? '', 'base64').toString()
    versions.set(name, Number(/-(\d+)$/.exec(login)?.[1]))
  }
  return versions
}

/** Everything of this run that is not as its policies, and everybody else, want it. */
export const wrongInWorld = async (world: World): Promise<readonly string[]> => [
  ...wrongWith(await clusterOf(world), {
    foreignEntries: world.foreignEntries,
    versions: await versionsOf(world),
  }),
  ...(await touchedSecrets(world)),
  ...(await strippedSecrets(world)),
]
