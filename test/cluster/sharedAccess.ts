import { parseAccess } from './access.ts'
import type { ClusterAccess } from './access.ts'

/** Where a jest project's global setup leaves what its test files need, and why there is nothing. */
export const ACCESS_VARIABLE = 'PULLKEEPER_TEST_CLUSTER'
export const SKIPPED_VARIABLE = 'PULLKEEPER_TEST_CLUSTER_SKIPPED'

/** The cluster that the global setup started. Throws outside of such a project, and where the project is skipped. */
export const sharedAccess = (): ClusterAccess => {
  const json = process.env[ACCESS_VARIABLE]
  if (json === undefined)
    throw new Error(process.env[SKIPPED_VARIABLE] ?? `${ACCESS_VARIABLE} is not set: run this test by its jest project`)
  return parseAccess(json)
}
