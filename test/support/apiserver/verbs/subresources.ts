import { isObject, type Json, objectAt, objectsAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { badRequest, conflict } from '../status.ts'
import { type Api, commit, type Target, timestamp } from './api.ts'
import { type Deleted, deleteObject, parseDeleteOptions } from './delete.ts'
import { get } from './get.ts'

/** POST pods/x/eviction. PodDisruptionBudgets are not looked at: pods that were never ready are evicted past them anyway. */
export const evict = (api: Api, target: Target, body: Json | undefined): Deleted => {
  if (!isObject(body) || body['kind'] !== 'Eviction') throw badRequest('the object provided is not an Eviction')
  const named = textAt(objectAt(body, 'metadata'), 'name')
  if (named !== '' && named !== target.name) throw badRequest('name in URL does not match name in Eviction object')
  return deleteObject(api, target, parseDeleteOptions(body['deleteOptions']))
}

/** POST pods/x/binding, as a scheduler does. */
export const bind = (api: Api, target: Target, body: Json | undefined): KubeObject => {
  const pod = get(api, target)
  const nodeName = textAt(objectAt(isObject(body) ? body : {}, 'target'), 'name')
  if (nodeName === '') throw badRequest('target.name is required')
  const bound = textAt(objectAt(pod, 'spec'), 'nodeName')
  if (bound !== '')
    throw conflict(target.resource, target.name, `pod ${target.name} is already assigned to node "${bound}"`)
  const status = objectAt(pod, 'status')
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: timestamp(api.now()) }
  return commit(api, target.resource, {
    ...pod,
    spec: { ...objectAt(pod, 'spec'), nodeName },
    status: {
      ...status,
      conditions: [...objectsAt(status, 'conditions').filter((each) => each['type'] !== 'PodScheduled'), scheduled],
    },
  })
}
