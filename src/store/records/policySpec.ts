import { selectorProblem, type LabelSelector } from '../../domain/objects/labelSelector.ts'
import type { AccountSelection, PolicyCredentials, PolicySource, PolicySpec } from '../../domain/objects/policy.ts'
import type { ImagePolicyRecord } from './imagePolicyRecord.ts'
import { Problem } from './problem.ts'

type SpecRecord = ImagePolicyRecord['spec']
type CredentialsRecord = NonNullable<SpecRecord['credentials']>
type SourceRecord = CredentialsRecord['sources'][number]

const toSource = ({ name, registries, secretRef, provider }: SourceRecord): PolicySource | Problem => {
  const named = { name, ...(registries.length > 0 && { registries }) }
  if (secretRef !== undefined && provider === undefined) {
    const { namespace } = secretRef
    return {
      kind: 'secret',
      ...named,
      secretRef: { name: secretRef.name, ...(namespace !== undefined && { namespace }) },
    }
  }
  if (provider !== undefined && secretRef === undefined) return { kind: 'provider', ...named, provider }
  return new Problem('exactly one of secretRef and provider is needed')
}

const toSources = (records: readonly SourceRecord[]): readonly PolicySource[] | Problem => {
  const sources: PolicySource[] = []
  for (const [index, source] of records.entries()) {
    const read = toSource(source)
    if (read instanceof Problem) return read.under(`[${index}]`)
    sources.push(read)
  }
  return sources.length > 0 ? sources : new Problem('required')
}

const checkSelector = <T extends LabelSelector | undefined>(selector: T): T | Problem => {
  const problem = selector && selectorProblem(selector)
  return problem === undefined ? selector : new Problem(problem)
}

const toAccounts = ({
  names,
  selector,
}: NonNullable<CredentialsRecord['serviceAccounts']>): AccountSelection | Problem => {
  const checked = checkSelector(selector)
  if (checked instanceof Problem) return checked.under('selector')
  return { names, ...(checked !== undefined && { selector: checked }) }
}

const toCredentials = (record: CredentialsRecord): PolicyCredentials | Problem => {
  const { secretName, recovery } = record
  const sources = toSources(record.sources)
  if (sources instanceof Problem) return sources.under('sources')
  const serviceAccounts = record.serviceAccounts && toAccounts(record.serviceAccounts)
  if (serviceAccounts instanceof Problem) return serviceAccounts.under('serviceAccounts')
  return {
    sources,
    ...(secretName !== undefined && { secretName }),
    ...(serviceAccounts !== undefined && { serviceAccounts }),
    recovery: recovery ?? 'Evict',
  }
}

/** Makes the domain's spec, or says which field keeps it from being one. */
export const toPolicySpec = (record: SpecRecord): PolicySpec | Problem => {
  const namespaceSelector = checkSelector(record.namespaceSelector)
  if (namespaceSelector instanceof Problem) return namespaceSelector.under('namespaceSelector')
  const credentials = record.credentials && toCredentials(record.credentials)
  if (credentials instanceof Problem) return credentials.under('credentials')
  return {
    suspend: record.suspend,
    ...(namespaceSelector !== undefined && { namespaceSelector }),
    ...(credentials !== undefined && { credentials }),
  }
}
