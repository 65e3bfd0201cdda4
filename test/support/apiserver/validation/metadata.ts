import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, required, forbiddenField } from './fieldErrors.ts'

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = String.raw`${LABEL}(\.${LABEL})*`
const LABEL_VALUE = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?'

const SUBDOMAIN_ADVICE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`
const LABEL_ADVICE = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`
const VALUE_ADVICE = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${LABEL_VALUE}')`

const is = (pattern: string, text: string, maximum: number) =>
  text.length <= maximum && new RegExp(`^${pattern}$`).test(text)

/** Kinds whose names are only path segments: RBAC allows `system:node`. */
const pathSegmentGroups = new Set(['rbac.authorization.k8s.io'])
const labelNamed = new Set(['Namespace', 'Service'])

const nameCauses = ({ group, kind }: Resource, name: string): readonly StatusCause[] => {
  if (name === '') return [required('metadata.name', 'name or generateName is required')]
  if (pathSegmentGroups.has(group))
    return /[/%]/.test(name) ? [invalidValue('metadata.name', name, "may not contain '/'")] : []
  const [valid, advice] = labelNamed.has(kind)
    ? [is(LABEL, name, 63), LABEL_ADVICE]
    : [is(SUBDOMAIN, name, 253), SUBDOMAIN_ADVICE]
  return valid ? [] : [invalidValue('metadata.name', name, advice)]
}

const labelCauses = (labels: Readonly<Record<string, string>>): readonly StatusCause[] =>
  Object.values(labels)
    .filter((value) => !is(LABEL_VALUE, value, 63))
    .map((value) =>
      invalidValue('metadata.labels', value, value.length > 63 ? 'must be no more than 63 bytes' : VALUE_ADVICE),
    )

/** Names and labels, and that nothing is added to the finalizers of an object that is on its way out. */
export const metadataCauses = (resource: Resource, object: KubeObject, old?: KubeObject): readonly StatusCause[] => {
  const { name, labels = {}, finalizers = [] } = object.metadata
  const added = finalizers.filter((finalizer) => !(old?.metadata.finalizers ?? []).includes(finalizer))
  return [
    ...(old ? [] : nameCauses(resource, name)),
    ...labelCauses(labels),
    ...(old?.metadata.deletionTimestamp && added.length > 0
      ? [
          forbiddenField(
            'metadata.finalizers',
            `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((each) => JSON.stringify(each)).join(', ')}}`,
          ),
        ]
      : []),
  ]
}
