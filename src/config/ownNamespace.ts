import { readFileSync } from 'node:fs'
import { PullkeeperError } from '../errors.ts'
import { parseNamespaceName } from './namespaceName.ts'

/** Where kubelet tells a pod its namespace. */
const inClusterFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

/** Where config/default installs it. */
const namespaceOfConfig = 'pullkeeper-system'

const ofVariable = (name: string): string => {
  try {
    return parseNamespaceName(name)
  } catch (error) {
    const expected = error instanceof Error ? error.message : String(error)
    throw new PullkeeperError('EnvironmentInvalid', `POD_NAMESPACE is ${JSON.stringify(name)}, ${expected}`)
  }
}

/**
 * The namespace that the operator runs in: POD_NAMESPACE, else what kubelet mounted, else the one of config/.
 * Throws PullkeeperError EnvironmentInvalid.
 */
export const ownNamespace = (env: Readonly<Record<string, string | undefined>>, file = inClusterFile): string => {
  if (env['POD_NAMESPACE']) return ofVariable(env['POD_NAMESPACE'])
  try {
    return readFileSync(file, 'utf8').trim() || namespaceOfConfig
  } catch {
    return namespaceOfConfig
  }
}
