import type { EnvFrom, EnvObjects, EnvSource, EnvValue, EnvVar, KeyReference } from './declared.ts'
import { fieldValue, type DownwardPod, type FieldValue } from './downwardApi.ts'
import { expand, referredNames, type Variables } from './expand.ts'
import { resourceValue, type ContainerResources } from './resourceField.ts'

/** A declaration and what it comes to; neither value nor problem: it is optional, and not there. */
export interface Resolved {
  readonly name: string
  readonly from: EnvSource
  readonly value?: EnvValue
  readonly problem?: string
}

interface Surroundings {
  readonly pod: DownwardPod
  readonly container: ContainerResources
  readonly containers: readonly ContainerResources[]
  readonly services: Variables
  readonly objects: EnvObjects
}

const known = (text: string): EnvValue => ({ state: 'known', text })

/** All keys of a ConfigMap or Secret. A problem has the object's name in place of a variable's. */
export const fromAll = (
  { prefix = '', configMapRef, secretRef }: EnvFrom,
  objects: EnvObjects,
): readonly Resolved[] => {
  if (configMapRef !== undefined) {
    const { name, optional } = configMapRef
    const from = { kind: 'configMap', name } as const
    const data = objects.configMap(name)
    if (data === undefined)
      return optional === true ? [] : [{ name, from, problem: `ConfigMap ${name} does not exist` }]
    if (data === 'unread') return [{ name: `${prefix}*`, from, value: { state: 'unread' } }]
    return Object.entries(data).map(([key, text]) => ({
      name: prefix + key,
      from: { ...from, key },
      value: known(text),
    }))
  }
  if (secretRef === undefined) return []
  const { name, optional } = secretRef
  const from = { kind: 'secret', name } as const
  const keys = objects.secretKeys(name)
  if (keys === undefined) return optional === true ? [] : [{ name, from, problem: `Secret ${name} does not exist` }]
  if (keys === 'unread') return [{ name: `${prefix}*`, from, value: { state: 'unread' } }]
  return keys.map((key) => ({ name: prefix + key, from: { ...from, key }, value: { state: 'secret' } }))
}

const fromConfigMap = ({ name, key, optional }: KeyReference, objects: EnvObjects): Omit<Resolved, 'name'> => {
  const from = { kind: 'configMap', name, key } as const
  const data = objects.configMap(name)
  if (data === 'unread') return { from, value: { state: 'unread' } }
  const text = data?.[key]
  if (text !== undefined) return { from, value: known(text) }
  if (optional === true) return { from }
  return {
    from,
    problem: data === undefined ? `ConfigMap ${name} does not exist` : `ConfigMap ${name} has no key ${key}`,
  }
}

const fromSecret = ({ name, key, optional }: KeyReference, objects: EnvObjects): Omit<Resolved, 'name'> => {
  const from = { kind: 'secret', name, key } as const
  const keys = objects.secretKeys(name)
  if (keys === 'unread') return { from, value: { state: 'unread' } }
  if (keys?.includes(key) === true) return { from, value: { state: 'secret' } }
  if (optional === true) return { from }
  return { from, problem: keys === undefined ? `Secret ${name} does not exist` : `Secret ${name} has no key ${key}` }
}

const fromField = (from: EnvSource, field: FieldValue): Omit<Resolved, 'name'> => {
  if (field.ok === true) return { from, value: known(field.value) }
  return field.ok === 'later' ? { from, value: { state: 'later' } } : { from, problem: field.problem }
}

/** A whole object that could not be read may hold the name: it stands there as its prefix and a star. */
const unreadFor = (name: string, before: ReadonlyMap<string, EnvValue>): EnvValue | undefined =>
  [...before].find(
    ([key, { state }]) => state === 'unread' && key.endsWith('*') && name.startsWith(key.slice(0, -1)),
  )?.[1]

/** The least that can be told of values that a text is made of. */
const order = ['secret', 'unread', 'later'] as const

const expanded = (text: string, before: ReadonlyMap<string, EnvValue>, services: Variables): EnvValue => {
  const states = new Set(referredNames(text).map((name) => (before.get(name) ?? unreadFor(name, before))?.state))
  const hidden = order.find((state) => states.has(state))
  if (hidden !== undefined) return { state: hidden }
  const texts = new Map([...before].flatMap(([name, value]) => (value.state === 'known' ? [[name, value.text]] : [])))
  return known(expand(text, texts, services))
}

/** What one `env` entry comes to, given the variables before it. A value that is not empty wins over `valueFrom`. */
export const valueOf = (
  { name, value = '', valueFrom = {} }: EnvVar,
  before: ReadonlyMap<string, EnvValue>,
  { pod, container, containers, services, objects }: Surroundings,
): Resolved => {
  if (value !== '') return { name, from: { kind: 'env' }, value: expanded(value, before, services) }
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom
  if (fieldRef !== undefined) {
    return { name, ...fromField({ kind: 'field', path: fieldRef.fieldPath }, fieldValue(fieldRef.fieldPath, pod)) }
  }
  if (resourceFieldRef !== undefined) {
    const { resource, containerName = '' } = resourceFieldRef
    const from = { kind: 'resource', resource } as const
    const of = containerName === '' ? container : containers.find((each) => each.name === containerName)
    if (of === undefined) return { name, from, problem: `there is no container ${containerName}` }
    return { name, ...fromField(from, resourceValue(resourceFieldRef, of)) }
  }
  if (configMapKeyRef !== undefined) return { name, ...fromConfigMap(configMapKeyRef, objects) }
  if (secretKeyRef !== undefined) return { name, ...fromSecret(secretKeyRef, objects) }
  if (fileKeyRef !== undefined) return { name, from: { kind: 'file' }, value: { state: 'later' } }
  return { name, from: { kind: 'env' }, value: known('') }
}
