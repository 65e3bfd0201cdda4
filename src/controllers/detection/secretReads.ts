import { isForbidden } from '../../kube/apiError.ts'
import { done, type Reconcile } from '../../runtime/controller.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'

/**
 * Pull secrets that pods name and no watch shows, for only the two docker config types are watched: looked at once, to
 * tell one that is absent from one of another type, which kubelet passes over without a word.
 */
export interface SecretReads {
  /** The type of such a Secret as it was last seen; undefined when it was absent, or has not been looked at. */
  readonly otherTypeOf: (namespace: string, name: string) => string | undefined
  /**
   * Asks for a Secret to be looked at, unless that was done lately; `subject` is diagnosed again when it has been.
   * Whether it is still to be looked at.
   */
  readonly want: (namespace: string, name: string, subject: string) => boolean
  /** Looks at one Secret; the key is `namespace/name`. */
  readonly reconcile: Reconcile
}

interface SecretRead {
  readonly namespace: string
  readonly name: string
  readonly subjects: Set<string>
  readonly otherType?: string
  /** Monotonic milliseconds; absent while it has not been looked at. */
  readonly readAt?: number
}

export interface SecretReadDeps {
  readonly store: Pick<Store, 'pullSecrets'>
  readonly cluster: Pick<Cluster, 'lookAtSecret'>
  readonly enqueue: (key: string) => void
  readonly diagnoseAgain: (subject: string) => void
  /** Monotonic milliseconds. */
  readonly clock: () => number
}

/** What was seen is believed for so long, milliseconds: about as often as a pod that backs off changes. */
const freshForMs = 60_000

/** Secrets remembered; one that is forgotten is looked at once more. */
const readLimit = 10_000

/** Where there is no access to Secrets, none is asked for. */
export const noSecretReads: SecretReads = {
  otherTypeOf: () => undefined,
  want: () => false,
  reconcile: () => Promise.resolve(done),
}

export const createSecretReads = ({ store, cluster, enqueue, diagnoseAgain, clock }: SecretReadDeps): SecretReads => {
  const reads = new Map<string, SecretRead>()

  const keep = (key: string, read: SecretRead): void => {
    reads.delete(key)
    reads.set(key, read)
    const [oldest] = reads.keys()
    if (reads.size > readLimit && oldest !== undefined) reads.delete(oldest)
  }

  const look = async (key: string, { namespace, name }: SecretRead): Promise<string | undefined> => {
    try {
      const found = await cluster.lookAtSecret(namespace, name)
      if (found.kind === 'pullSecret') store.pullSecrets.written(key, found.secret)
      return found.kind === 'otherType' ? found.type : undefined
    } catch (error) {
      if (!isForbidden(error)) throw error
      return undefined
    }
  }

  return {
    otherTypeOf: (namespace, name) => reads.get(`${namespace}/${name}`)?.otherType,
    want: (namespace, name, subject) => {
      const key = `${namespace}/${name}`
      const known = reads.get(key)
      known?.subjects.add(subject)
      if (known?.readAt !== undefined && clock() - known.readAt < freshForMs) return false
      if (known === undefined) keep(key, { namespace, name, subjects: new Set([subject]) })
      enqueue(key)
      return known?.readAt === undefined
    },
    reconcile: async (key) => {
      const read = reads.get(key)
      if (read === undefined) return done
      const { namespace, name, subjects } = read
      const otherType = await look(key, read)
      keep(key, {
        namespace,
        name,
        subjects: new Set(),
        readAt: clock(),
        ...(otherType !== undefined && { otherType }),
      })
      if (read.readAt === undefined || read.otherType !== otherType)
        for (const subject of subjects) diagnoseAgain(subject)
      return done
    },
  }
}
