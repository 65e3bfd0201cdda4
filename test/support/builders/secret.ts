import type { PullSecret } from '../../../src/domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../../src/domain/objects/serviceAccount.ts'

/** A readable docker config Secret in namespace `team`. */
export const aPullSecret = (name: string, keys: readonly string[], given: Partial<PullSecret> = {}): PullSecret => ({
  namespace: 'team',
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  type: 'kubernetes.io/dockerconfigjson',
  immutable: false,
  marks: {},
  consentsAsSource: false,
  keys,
  digest: `digest-${name}`,
  ...given,
})

export const anAccount = (
  imagePullSecrets: readonly string[],
  given: Partial<ServiceAccount> = {},
): ServiceAccount => ({
  namespace: 'team',
  name: 'default',
  uid: 'sa-uid-1',
  resourceVersion: '1',
  labels: {},
  imagePullSecrets,
  ...given,
})
