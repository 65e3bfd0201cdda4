import { quoted, type Report } from './fieldProblem.ts'
import { notSupported, type StrictFields } from './strictFields.ts'

/** How kubelet gives a plugin a token of the pod's ServiceAccount (KEP-4412). */
export interface TokenAttributes {
  readonly audience: string
  /** When false, kubelet also calls the plugin for a pod without a ServiceAccount, and then without a token. */
  readonly requireServiceAccount: boolean
  readonly cacheType: 'ServiceAccount' | 'Token'
  readonly requiredAnnotations: readonly string[]
  readonly optionalAnnotations: readonly string[]
}

export const tokenAttributesFields = [
  'serviceAccountTokenAudience',
  'cacheType',
  'requireServiceAccount',
  'requiredServiceAccountAnnotationKeys',
  'optionalServiceAccountAnnotationKeys',
]

const name = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** IsQualifiedName, case aside (k8s.io/apimachinery/pkg/util/validation, v0.36). */
const isAnnotationKey = (key: string): boolean => {
  const parts = key.toLowerCase().split('/')
  const [prefix = '', last = ''] = parts.length === 1 ? [undefined, parts[0]] : parts
  if (parts.length > 2 || !name.test(last)) return false
  return parts.length === 1 || (prefix.length <= 253 && subdomain.test(prefix))
}

const annotationKeys = (fields: StrictFields, field: string, report: Report): readonly string[] => {
  const keys = fields.texts(field)
  const path = `${fields.path}.${field}`
  keys.forEach((key, index) => {
    if (!isAnnotationKey(key)) report('Invalid', path, `${quoted(key)} is not the key of an annotation`)
    if (keys.indexOf(key) < index) report('Duplicate', path, `${quoted(key)} stands there twice`)
  })
  return keys
}

const isCacheType = (text: string): text is TokenAttributes['cacheType'] =>
  text === 'ServiceAccount' || text === 'Token'

/** Reads and validates as kubelet (validateCredentialProviderConfig, pkg/credentialprovider/plugin/config.go, v1.36). */
export const readTokenAttributes = (fields: StrictFields, report: Report): TokenAttributes | undefined => {
  const { path } = fields
  const audience = fields.text('serviceAccountTokenAudience')
  const requireServiceAccount = fields.flag('requireServiceAccount')
  const cacheType = fields.text('cacheType')
  const requiredAnnotations = annotationKeys(fields, 'requiredServiceAccountAnnotationKeys', report)
  const optionalAnnotations = annotationKeys(fields, 'optionalServiceAccountAnnotationKeys', report)
  if (audience === '') report('Required', `${path}.serviceAccountTokenAudience`, 'name the audience of the token')
  if (!fields.has('requireServiceAccount')) report('Required', `${path}.requireServiceAccount`, 'set true or false')
  if (requireServiceAccount === false && requiredAnnotations.length > 0) {
    report(
      'Forbidden',
      `${path}.requiredServiceAccountAnnotationKeys`,
      'requires annotations of a ServiceAccount: set requireServiceAccount to true',
    )
  }
  const both = requiredAnnotations.find((key) => optionalAnnotations.includes(key))
  if (both !== undefined) report('Invalid', path, `annotation ${quoted(both)} cannot be both required and optional`)
  if (cacheType === '') report('Required', `${path}.cacheType`, 'set ServiceAccount or Token')
  else if (!isCacheType(cacheType)) {
    report('NotSupported', `${path}.cacheType`, notSupported(cacheType, ['ServiceAccount', 'Token']))
  }
  if (requireServiceAccount === undefined || !isCacheType(cacheType)) return undefined
  return { audience, requireServiceAccount, cacheType, requiredAnnotations, optionalAnnotations }
}
