import type { KubeObject } from '../object.ts'
import { notFound } from '../status.ts'
import type { Api, Target } from './api.ts'

/** The stored object; throws a 404 ApiError. */
export const get = ({ storage }: Pick<Api, 'storage'>, { resource, namespace, name }: Target): KubeObject => {
  const object = storage.of(resource).get(namespace, name)
  if (!object) throw notFound(resource, name)
  return object
}
