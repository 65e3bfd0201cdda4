import type { Clock } from '../../runtime/clock.ts'
import { isNotFound } from '../apiError.ts'
import type { ApiClient } from '../client.ts'
import { namespaced, namespacedCollection } from '../resourcePath.ts'
import { observe, type ObservedLease } from './decision.ts'
import { leaseRecordOf, leaseWith, type LeaseRecord } from './record.ts'

/** The Lease at the API server, and what was last seen of it. */
export interface LeaseObject {
  /** What was last read or written; undefined when there is no Lease. */
  observed(): ObservedLease | undefined
  read(signal: AbortSignal): Promise<void>
  /** Creates the Lease or replaces what was last seen; a Conflict when somebody else changed it since. */
  write(record: LeaseRecord, signal: AbortSignal): Promise<void>
}

const ROOT = '/apis/coordination.k8s.io/v1'

export const createLeaseObject = (client: ApiClient, namespace: string, name: string, clock: Clock): LeaseObject => {
  const path = namespaced(ROOT, 'leases', namespace, name)
  let lease: unknown
  let observed: ObservedLease | undefined

  const see = (found: unknown): void => {
    lease = found
    observed = found === undefined ? undefined : observe(observed, leaseRecordOf(found), clock.now())
  }

  const getIfThere = async (signal: AbortSignal): Promise<unknown> => {
    try {
      return await client.get(path, { signal })
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  return {
    observed: () => observed,
    read: async (signal) => see(await getIfThere(signal)),
    write: async (record, signal) => {
      const body = leaseWith(lease, record, { namespace, name })
      see(
        lease === undefined
          ? await client.create(namespacedCollection(ROOT, 'leases', namespace), body, { signal })
          : await client.replace(path, body, { signal }),
      )
    },
  }
}
