import { denialClasses, type Cause } from '../failure/cause.ts'
import type { PodFinding } from '../failure/finding.ts'
import { parseImageReference, repositoryKey } from '../image/reference.ts'

/** The repository of an image, `host/path`; undefined when it is no image reference. */
export type RepositoryOf = (image: string) => string | undefined

export const repositoryOf: RepositoryOf = (image) => {
  const parsed = parseImageReference(image)
  return parsed.ok ? repositoryKey(parsed.reference) : undefined
}

/** The same for very many pods of few images. */
export const rememberingRepositories = (): RepositoryOf => {
  const known = new Map<string, string | undefined>()
  return (image) => {
    if (!known.has(image)) known.set(image, repositoryOf(image))
    return known.get(image)
  }
}

/** Here credentials were shown and refused, which says nothing of pods that have none. */
const aboutCredentials: ReadonlySet<Cause> = new Set<Cause>(['CredentialsRejected', 'PullSecretMalformed'])

/** The repository that a pod was denied for want of any credentials; undefined when it was not. */
export const repositoryDenied = (
  { image, cause, failure }: PodFinding,
  of: RepositoryOf = repositoryOf,
): string | undefined =>
  image !== undefined && failure !== undefined && denialClasses.has(failure.class) && !aboutCredentials.has(cause)
    ? of(image)
    : undefined
