/**
 * The fixed vocabulary of causes, a contract with other tools (docs/causes.md has a section for each).
 * Order is priority: the first that holds wins.
 */
export const failureClasses = [
  'NodeRuntimeUnavailable',
  'RuntimeClassNotFound',
  'RuntimeClassConflict',
  'RuntimeHandlerMissing',
  'HookFailed',
  'NeverPullAbsent',
  'InvalidReference',
  'AmbiguousShortName',
  'PullSecretMalformed',
  'KubeletPullThrottled',
  'RateLimited',
  'SignatureRejected',
  'PlatformMismatch',
  'UnsupportedFormat',
  'NodeDiskFull',
  'PlainHTTPRegistry',
  'TLSFailure',
  'DNSFailure',
  'RegistryUnreachable',
  'RegistryServerError',
  'Forbidden',
  'AccessDeniedOrNotFound',
  'Unauthorized',
  'CorruptContent',
  'ImageNotFound',
  'PullSecretMissing',
  'Unknown',
] as const

/** What the text alone says. */
export type FailureClass = (typeof failureClasses)[number]

/** A registry that refuses a pull for want of the right credentials, as far as it says. */
export const denialClasses: ReadonlySet<FailureClass> = new Set(['Forbidden', 'AccessDeniedOrNotFound', 'Unauthorized'])

/** Pulls that are held back for their number. */
export const limitClasses: ReadonlySet<FailureClass> = new Set(['RateLimited', 'KubeletPullThrottled'])

/** Causes that only the join with the cluster can name. */
export const joinedCauses = [
  'PullSecretWrongType',
  'CredentialsRejected',
  'CredentialsNotAttached',
  'NodeCredentialsDiffer',
  'CredentialsMissing',
] as const

export type Cause = FailureClass | (typeof joinedCauses)[number]

const causes: ReadonlySet<string> = new Set([...failureClasses, ...joinedCauses])

/** Whether a word read back from a status is one of ours. */
export const isCause = (word: string): word is Cause => causes.has(word)
