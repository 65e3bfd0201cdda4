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

/** The finer words within a class (docs/causes.md); a class that is not here has none. */
export const failureReasons: Readonly<Partial<Record<FailureClass, readonly string[]>>> = {
  HookFailed: ['PostStart', 'PreStop'],
  InvalidReference: ['Uppercase', 'Template', 'Syntax'],
  TLSFailure: ['UnknownAuthority', 'Expired', 'NameMismatch'],
  DNSFailure: ['NoSuchHost', 'Timeout', 'ServerFailure'],
  RegistryUnreachable: ['Proxy', 'Timeout', 'Refused', 'Reset', 'Stalled'],
  Unauthorized: ['Anonymous', 'BadCredentials'],
  ImageNotFound: ['Manifest', 'Repository', 'Content'],
}

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

/** The whole vocabulary. */
export const allCauses: readonly Cause[] = [...failureClasses, ...joinedCauses]

const causes: ReadonlySet<string> = new Set(allCauses)

/** Whether a word read back from a status is one of ours. */
export const isCause = (word: string): word is Cause => causes.has(word)
