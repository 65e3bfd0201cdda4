import type { Policy } from '../../../domain/objects/policy.ts'
import type { GivenPolicy, Told } from '../../../plan/policies/knownPolicy.ts'
import type { Interner } from '../../../store/intern.ts'
import { decodeImagePolicy } from '../../../store/records/imagePolicy.ts'
import type { Decode } from '../../../store/records/decoded.ts'
import { isMessage } from '../../../store/records/json.ts'
import { policyStatusReader } from '../../../store/records/policyStatus.ts'
import { Problem } from '../../../store/records/problem.ts'
import { isLive, metadataOf } from '../asServed.ts'

type Message = Readonly<Record<string, unknown>>

/** A manifest will be the youngest of all policies when it is applied. */
const yetToCome = '9999-12-31T23:59:59Z'

/** Reasons of a condition Ready that is False which the sources do not tell already, and which do not pass. */
const standing: ReadonlySet<string> = new Set(['OperatorImpeded', 'DiagnoseOnlyInstallation'])

const asServed = (object: Message): Message => ({
  ...object,
  metadata: { uid: 'none', resourceVersion: '0', creationTimestamp: yetToCome, ...metadataOf(object) },
})

/** Reads ImagePolicies of a cluster and of manifests, with what the operator says of the former. */
export const policyReader = (interner: Interner): Decode<GivenPolicy> => {
  const decode = decodeImagePolicy(interner)
  const readStatus = policyStatusReader(interner)

  const toldOf = ({ status, generation }: Policy): Told | undefined => {
    const read = status === undefined ? undefined : readStatus(status)
    if (read === undefined || read instanceof Problem || read.observedGeneration !== generation) return undefined
    const ready = read.conditions.find(({ type }) => type === 'Ready')
    const notReady = ready?.status === 'False' && standing.has(ready.reason ?? '') ? ready : undefined
    return {
      sources: read.sources.map(({ message = '', ...source }) => ({ ...source, message })),
      ...(notReady !== undefined && {
        notReady: { reason: notReady.reason ?? '', message: notReady.message ?? '' },
      }),
    }
  }

  return (object) => {
    const message = isMessage(object) ? object : {}
    const decoded = decode(asServed(message))
    if (!decoded.ok) return decoded
    const live = isLive(message)
    const told = live ? toldOf(decoded.record) : undefined
    return { ...decoded, record: { policy: decoded.record, live, ...(told !== undefined && { told }) } }
  }
}
