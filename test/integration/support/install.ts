import { type JsonObject, objectAt, objectsAt, textAt } from '../../support/apiserver/json.ts'
import { isStatus, type PuppetClient } from '../../support/puppets/index.ts'
import { eventually } from './eventually.ts'
import { manifestsIn } from './manifests.ts'
import { pathOf, pathsOfManifest } from './paths.ts'
import { operatorNamespace } from './testServer.ts'

/** Creates an object, or makes the one that is there equal to it, as `kubectl replace` does. */
export const put = async (client: PuppetClient, manifest: JsonObject): Promise<JsonObject> => {
  const { collection, object } = pathsOfManifest(manifest)
  try {
    return await client.create(collection, manifest)
  } catch (error) {
    if (!isStatus(error, 409)) throw error
  }
  const resourceVersion = textAt(objectAt(await client.get(object), 'metadata'), 'resourceVersion')
  return client.update(object, { ...manifest, metadata: { ...objectAt(manifest, 'metadata'), resourceVersion } })
}

const isEstablished = (crd: JsonObject): boolean =>
  objectsAt(objectAt(crd, 'status'), 'conditions').some(
    ({ type, status }) => type === 'Established' && status === 'True',
  )

/** Installs what `kubectl apply -k config/default` does, but for the Deployment: the operator runs beside the tests. */
export const install = async (client: PuppetClient): Promise<void> => {
  const crds = manifestsIn('crds')
  for (const crd of crds) await put(client, crd)
  await put(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: operatorNamespace } })
  for (const manifest of [...manifestsIn('config/rbac'), ...manifestsIn('config/admission')])
    await put(client, manifest)
  await eventually('the CRD is established', async () => {
    for (const crd of crds) {
      const now = await client.get(pathOf('CustomResourceDefinition', textAt(objectAt(crd, 'metadata'), 'name')))
      if (!isEstablished(now)) throw new Error(JSON.stringify(now['status']))
    }
  })
}
