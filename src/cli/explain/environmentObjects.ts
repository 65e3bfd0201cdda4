import type { EnvObjects } from '../../domain/environment/declared.ts'
import type { ExplainedPod } from '../../store/records/explainedPod.ts'
import { isMessage } from '../../store/records/json.ts'
import type { Lookup } from './lookup.ts'

const keysOf = (value: unknown): readonly string[] => (isMessage(value) ? Object.keys(value) : [])

const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isMessage(value) ? value : {}).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text] as const] : [],
    ),
  )

/** Names of the ConfigMaps and Secrets that the containers' environments are made from. */
const referred = ({ spec }: ExplainedPod): { readonly configMaps: Set<string>; readonly secrets: Set<string> } => {
  const configMaps = new Set<string>()
  const secrets = new Set<string>()
  for (const { env, envFrom } of [...spec.initContainers, ...spec.containers]) {
    for (const { valueFrom } of env) {
      if (valueFrom.configMapKeyRef?.name !== undefined) configMaps.add(valueFrom.configMapKeyRef.name)
      if (valueFrom.secretKeyRef?.name !== undefined) secrets.add(valueFrom.secretKeyRef.name)
    }
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef?.name !== undefined) configMaps.add(configMapRef.name)
      if (secretRef?.name !== undefined) secrets.add(secretRef.name)
    }
  }
  return { configMaps, secrets }
}

/**
 * Reads what the environments of a pod's containers are made from: of Secrets nothing but their keys is kept.
 *
 * @param unread told what may not be read
 */
export const lookUpEnvironment = async (
  pod: ExplainedPod,
  namespace: string,
  lookup: Lookup,
  unread: (why: string) => void,
): Promise<EnvObjects> => {
  const configMaps = new Map<string, Readonly<Record<string, string>> | 'unread' | undefined>()
  const secretKeys = new Map<string, readonly string[] | 'unread' | undefined>()
  const names = referred(pod)
  for (const name of names.configMaps) {
    const found = await lookup.get('ConfigMap', namespace, name)
    configMaps.set(
      name,
      found.state === 'found' ? textsIn(found.object['data']) : found.state === 'absent' ? undefined : 'unread',
    )
    if (found.state === 'unread') unread(`ConfigMap ${name}: ${found.why}`)
  }
  for (const name of names.secrets) {
    const found = await lookup.get('Secret', namespace, name)
    const keys =
      found.state === 'found' ? [...keysOf(found.object['data']), ...keysOf(found.object['stringData'])] : undefined
    secretKeys.set(name, found.state === 'unread' ? 'unread' : keys)
    if (found.state === 'unread') unread(`Secret ${name}: ${found.why}`)
  }
  return {
    configMap: (name) => (configMaps.has(name) ? configMaps.get(name) : 'unread'),
    secretKeys: (name) => (secretKeys.has(name) ? secretKeys.get(name) : 'unread'),
  }
}
