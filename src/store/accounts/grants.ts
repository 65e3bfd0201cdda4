import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { createKeyed, type Keyed } from '../rows/keyed.ts'

/** What many accounts say alike: everything but who they are. */
export type Grant = Pick<ServiceAccount, 'labels' | 'imagePullSecrets' | 'attached'>

const keyOf = ({ labels, imagePullSecrets, attached }: Grant): string =>
  JSON.stringify([imagePullSecrets, attached ?? null, labels])

/** The grants that accounts have now. */
export const createGrants = (): Keyed<Grant> => {
  const grants = createKeyed(keyOf)
  return {
    ...grants,
    // Only the grant of an account is held, not what else it says.
    take: ({ labels, imagePullSecrets, attached }) =>
      grants.take({ labels, imagePullSecrets, ...(attached !== undefined && { attached }) }),
  }
}
