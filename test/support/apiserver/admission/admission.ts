import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import { forbidden } from '../status.ts'
import type { Storage } from '../storage/storage.ts'
import { admitToNamespace } from './namespaceLifecycle.ts'
import { admitRuntimeClass } from './runtimeClass.ts'
import { admitServiceAccount } from './serviceAccount.ts'

/** A test's own admission plugin (a quota, a policy): why the write is refused, or undefined. */
export type Refusal = (request: {
  readonly verb: 'create' | 'update' | 'delete'
  readonly resource: Resource
  readonly object: KubeObject
}) => string | undefined

export const refuse = (refusals: Iterable<Refusal>, request: Parameters<Refusal>[0]): void => {
  for (const refusal of refusals) {
    const why = refusal(request)
    if (why !== undefined) throw forbidden(request.resource, request.object.metadata.name, why)
  }
}

/** What admission makes of an object that is created, in kube-apiserver's order of plugins. */
export const admitCreate = (
  storage: Storage,
  refusals: Iterable<Refusal>,
  resource: Resource,
  object: KubeObject,
): KubeObject => {
  admitToNamespace(storage, resource, object)
  const admitted =
    resource.group === '' && resource.kind === 'Pod'
      ? admitRuntimeClass(storage, admitServiceAccount(storage, object))
      : object
  refuse(refusals, { verb: 'create', resource, object: admitted })
  return admitted
}
