import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { createCounted } from '../rows/counted.ts'

/** What many accounts say alike: everything but who they are. */
export type Grant = Pick<ServiceAccount, 'labels' | 'imagePullSecrets' | 'attached'>

/** The grants that accounts have now, by number; 0 is none. */
export interface Grants {
  readonly at: (number: number) => Grant | undefined
  /** The number of an account's grant, counted once more. */
  readonly take: (grant: Grant) => number
  readonly release: (number: number) => void
}

const keyOf = ({ labels, imagePullSecrets, attached }: Grant): string =>
  JSON.stringify([imagePullSecrets, attached ?? null, labels])

export const createGrants = (): Grants => {
  const grants = createCounted<Grant>()
  const numbers = new Map<string, number>()
  return {
    at: grants.at,
    take: (grant) => {
      const key = keyOf(grant)
      const known = numbers.get(key)
      if (known !== undefined) {
        grants.count(known)
        return known
      }
      const { labels, imagePullSecrets, attached } = grant
      const number = grants.add({ labels, imagePullSecrets, ...(attached !== undefined && { attached }) })
      numbers.set(key, number)
      return number
    },
    release: (number) => {
      const gone = grants.release(number)
      if (gone !== undefined) numbers.delete(keyOf(gone))
    },
  }
}
