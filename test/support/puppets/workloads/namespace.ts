import { listAt, type JsonObject, objectAt, objectsAt, textAt } from '../../apiserver/json.ts'
import type { PuppetClient } from '../client.ts'
import { isDeleting, nameOf, specOf } from '../objects.ts'
import type { Again } from './replicaSet.ts'
import type { World } from './world.ts'

/** How soon a namespace whose content is still going is looked at again. */
const RETRY_MILLISECONDS = 50

const namespacedIn = async (client: PuppetClient, root: string): Promise<readonly string[]> => {
  const served = await client.get(root)
  return objectsAt(served, 'resources')
    .filter((resource) => resource['namespaced'] === true && listAt(resource, 'verbs').includes('deletecollection'))
    .map((resource) => `${root}|${textAt(resource, 'name')}`)
}

/** Every namespaced kind that the server has, custom ones too: `root|plural`. */
const namespacedKinds = async (client: PuppetClient): Promise<readonly string[]> => {
  const groups = objectsAt(await client.get('/apis'), 'groups')
  const roots = [
    '/api/v1',
    ...groups.map((group) => `/apis/${textAt(objectAt(group, 'preferredVersion'), 'groupVersion')}`),
  ]
  const kinds = await Promise.all(roots.map((root) => namespacedIn(client, root)))
  return kinds.flat()
}

/** Empties a namespace that is being deleted and then lets it go. */
export const reconcileNamespace = async ({ client }: World, namespace: JsonObject): Promise<Again> => {
  if (!isDeleting(namespace)) return undefined
  const name = nameOf(namespace)
  const paths = (await namespacedKinds(client)).map((kind) => kind.replace('|', `/namespaces/${name}/`))
  let left = 0
  for (const path of paths) {
    const found = objectsAt(await client.get(path), 'items')
    if (found.some((object) => !isDeleting(object))) await client.delete(path)
    left += found.length
  }
  if (left > 0) return RETRY_MILLISECONDS
  await client.update(`/api/v1/namespaces/${name}/finalize`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
    spec: { ...specOf(namespace), finalizers: [] },
  })
  return undefined
}
