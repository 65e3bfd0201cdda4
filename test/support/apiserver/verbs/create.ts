import { randomInt, randomUUID } from 'node:crypto'
import { admitCreate } from '../admission/admission.ts'
import { type Json, without } from '../json.ts'
import { type KubeObject, parseObject } from '../object.ts'
import { alreadyExists, badRequest, invalid } from '../status.ts'
import { keepsStatusAtCreation, strategyOf } from '../strategy/strategies.ts'
import { metadataCauses } from '../validation/metadata.ts'
import { type Api, commit, type Target, timestamp, type WriteOptions } from './api.ts'
import { incoming } from './incoming.ts'

/** The alphabet and the lengths of k8s.io/apiserver/pkg/storage/names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const MAX_GENERATED_BASE = 58

export const randomSuffix = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

const named = (object: KubeObject): KubeObject => {
  const { name, generateName } = object.metadata
  if (name !== '' || generateName === undefined) return object
  return {
    ...object,
    metadata: { ...object.metadata, name: `${generateName.slice(0, MAX_GENERATED_BASE)}${randomSuffix()}` },
  }
}

/** Creates an object as POST does; throws ApiError. */
export const create = (
  api: Api,
  target: Omit<Target, 'name'>,
  body: Json | undefined,
  options: WriteOptions = {},
): KubeObject => {
  const { resource, namespace } = target
  const given = incoming({ ...target, name: '' }, body, options)
  if (given.metadata.resourceVersion !== undefined)
    throw badRequest('resourceVersion should not be set on objects to be created')

  const time = timestamp(api.now())
  const strategy = strategyOf(resource, api.checkRules)
  const prepared: KubeObject = {
    ...(resource.hasStatus && !keepsStatusAtCreation(resource) ? parseObject({ ...without(given, 'status') }) : given),
    metadata: {
      ...given.metadata,
      uid: randomUUID(),
      creationTimestamp: time,
      generation: resource.generation ? 1 : undefined,
      deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined,
    },
  }
  // Admission names the generated object only afterwards: its refusals say `pods "web-" is forbidden`.
  const nameless = {
    ...prepared,
    metadata: { ...prepared.metadata, name: prepared.metadata.name || (prepared.metadata.generateName ?? '') },
  }
  const admitted = admitCreate(api.storage, api.refusals, resource, strategy.defaults?.(nameless) ?? nameless)
  const renamed = named({ ...admitted, metadata: { ...admitted.metadata, name: prepared.metadata.name } })
  const labelled = strategy.defaults?.(renamed) ?? renamed
  const ready = strategy.prepareForCreate?.(labelled, time) ?? labelled

  const causes = [...metadataCauses(resource, ready), ...(strategy.validate?.(ready, undefined) ?? [])]
  if (causes.length > 0) throw invalid(resource.group, resource.kind, ready.metadata.name, causes)
  if (api.storage.of(resource).get(namespace, ready.metadata.name)) throw alreadyExists(resource, ready.metadata.name)
  return commit(api, resource, ready, options.dryRun)
}
