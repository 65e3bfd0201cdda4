import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'

/** Always for the tag latest, said or implied; a digest alone and other tags give IfNotPresent (core/v1 defaults.go). */
const pullPolicyOf = (image: string): string => {
  const withoutDigest = image.split('@')[0] ?? ''
  const lastPart = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1)
  const tag = lastPart.includes(':') ? lastPart.slice(lastPart.indexOf(':') + 1) : undefined
  if (tag === undefined) return image.includes('@') ? 'IfNotPresent' : 'Always'
  return tag === 'latest' ? 'Always' : 'IfNotPresent'
}

const containerDefaults = (container: JsonObject): JsonObject => ({
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: pullPolicyOf(textAt(container, 'image')),
  ...container,
})

const defaulted = (spec: JsonObject, list: string): JsonObject =>
  spec[list] === undefined ? {} : { [list]: objectsAt(spec, list).map(containerDefaults) }

const imageVolumeDefaults = (volume: JsonObject): JsonObject => {
  const { image } = volume
  if (!isObject(image)) return volume
  return { ...volume, image: { pullPolicy: pullPolicyOf(textAt(image, 'reference')), ...image } }
}

/** The defaults of a PodSpec, in a pod and in a template alike. */
export const podSpecDefaults = (spec: JsonObject): JsonObject => ({
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  securityContext: {},
  ...spec,
  ...(spec['volumes'] === undefined ? {} : { volumes: objectsAt(spec, 'volumes').map(imageVolumeDefaults) }),
  ...defaulted(spec, 'containers'),
  ...defaulted(spec, 'initContainers'),
})

/** The same for an object that holds a pod template under `spec.template`. */
export const withTemplateDefaults = (spec: JsonObject): JsonObject => {
  const template = objectAt(spec, 'template')
  return { ...spec, template: { metadata: {}, ...template, spec: podSpecDefaults(objectAt(template, 'spec')) } }
}
