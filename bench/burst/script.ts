import type { ApiClient } from '../../src/kube/client.ts'
import { dockerConfig, secretName } from './controlPlane.ts'
import type { Observer } from './observer.ts'

/**
 * The floor: the two requests that a namespace needs, and nothing that an operator has to know or check for them.
 * The ServiceAccount is not ours to wait for; the Secret is made meanwhile.
 */
export const serveByScript = async (client: ApiClient, observer: Observer, namespace: string): Promise<void> => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': dockerConfig },
  }
  const attach = async (): Promise<void> => {
    const { resourceVersion } = await observer.accountMade(namespace)
    const patch = { metadata: { resourceVersion }, imagePullSecrets: [{ name: secretName }] }
    await client.mergePatch(`/api/v1/namespaces/${namespace}/serviceaccounts/default`, patch)
  }
  await Promise.all([client.create(`/api/v1/namespaces/${namespace}/secrets`, secret), attach()])
}
