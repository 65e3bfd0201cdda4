import { listAt, objectAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { forbidden } from '../status.ts'
import type { Storage } from '../storage/storage.ts'

const PODS = { group: '', resource: 'pods' }

/**
 * A pod gets a ServiceAccount, and that account's imagePullSecrets if it names none itself
 * (plugin/pkg/admission/serviceaccount, v1.36; the token volume is left out).
 */
export const admitServiceAccount = (storage: Storage, pod: KubeObject): KubeObject => {
  const spec = objectAt(pod, 'spec')
  const { name, namespace = '' } = pod.metadata
  const account = textAt(spec, 'serviceAccountName') || 'default'
  const kind = storage.find('', 'v1', 'serviceaccounts')
  const found = kind && storage.of(kind).get(namespace, account)
  if (!found)
    throw forbidden(
      PODS,
      name,
      `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    )
  const own = listAt(spec, 'imagePullSecrets')
  const given = listAt(found, 'imagePullSecrets')
  return {
    ...pod,
    spec: {
      ...spec,
      serviceAccountName: account,
      serviceAccount: account,
      ...(own.length === 0 && given.length > 0 && { imagePullSecrets: given }),
    },
  }
}
