/** What a coordination.k8s.io/v1 Lease says, in milliseconds and with empty strings for what is absent. */
export interface LeaseRecord {
  /** Empty when nobody holds it. */
  readonly holder: string
  readonly durationMs: number
  readonly acquireTime: string
  readonly renewTime: string
  readonly transitions: number
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const countOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)

export const leaseRecordOf = (lease: unknown): LeaseRecord => {
  const spec = fieldOf(lease, 'spec')
  return {
    holder: textOf(fieldOf(spec, 'holderIdentity')),
    durationMs: countOf(fieldOf(spec, 'leaseDurationSeconds')) * 1000,
    acquireTime: textOf(fieldOf(spec, 'acquireTime')),
    renewTime: textOf(fieldOf(spec, 'renewTime')),
    transitions: countOf(fieldOf(spec, 'leaseTransitions')),
  }
}

/** metav1.MicroTime: the API server insists on the six digits. */
export const microTime = (date: Date): string => date.toISOString().replace('Z', '000Z')

/** The Lease object with this record in it; whatever else stands in `lease` (labels, resourceVersion) is kept. */
export const leaseWith = (
  lease: unknown,
  record: LeaseRecord,
  metadata: { readonly namespace: string; readonly name: string },
): object => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { ...objectOf(fieldOf(lease, 'metadata')), ...metadata },
  spec: {
    ...objectOf(fieldOf(lease, 'spec')),
    holderIdentity: record.holder,
    leaseDurationSeconds: record.durationMs / 1000,
    acquireTime: record.acquireTime,
    renewTime: record.renewTime,
    leaseTransitions: record.transitions,
  },
})

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})
