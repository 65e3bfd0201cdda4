import type { RequestInfo } from './http/requestInfo.ts'
import type { InProcessStore } from './inProcess.ts'
import { type JsonObject, listAt, objectAt, objectsAt, textAt } from './json.ts'
import type { KubeObject } from './object.ts'

const has = (list: readonly unknown[], value: string): boolean => list.includes('*') || list.includes(value)

const ruleCovers = (rule: JsonObject, { verb, group, resource, subresource, name }: RequestInfo): boolean => {
  const names = listAt(rule, 'resourceNames')
  return (
    has(listAt(rule, 'verbs'), verb) &&
    has(listAt(rule, 'apiGroups'), group) &&
    has(listAt(rule, 'resources'), subresource === '' ? resource : `${resource}/${subresource}`) &&
    (names.length === 0 || names.includes(name))
  )
}

const isSubject = (binding: KubeObject, user: string): boolean =>
  objectsAt(binding, 'subjects').some((subject) =>
    textAt(subject, 'kind') === 'ServiceAccount'
      ? user === `system:serviceaccount:${textAt(subject, 'namespace')}:${textAt(subject, 'name')}`
      : textAt(subject, 'kind') === 'User' && user === textAt(subject, 'name'),
  )

/**
 * What the Roles, ClusterRoles and their bindings in the store allow a user, as they are at each request. Groups and
 * aggregated roles are left to the real control plane.
 */
export const rbacOf = (store: InProcessStore, user: string): ((request: RequestInfo) => boolean) => {
  const rulesOf = (binding: KubeObject, namespace: string): readonly JsonObject[] => {
    const reference = objectAt(binding, 'roleRef')
    const name = textAt(reference, 'name')
    const role =
      textAt(reference, 'kind') === 'ClusterRole'
        ? store.find('clusterroles', { name })
        : store.find('roles', { namespace, name })
    return objectsAt(role, 'rules')
  }
  const bindings = (request: RequestInfo): readonly KubeObject[] => [
    ...store.list('clusterrolebindings'),
    ...(request.namespace === '' ? [] : store.list('rolebindings', { namespace: request.namespace })),
  ]
  return (request) =>
    bindings(request)
      .filter((binding) => isSubject(binding, user))
      .some((binding) => rulesOf(binding, request.namespace).some((rule) => ruleCovers(rule, request)))
}
