import { readFileSync } from 'node:fs'

/** Where kubelet tells a pod its namespace. */
const inClusterFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

/** The namespace that the operator runs in: POD_NAMESPACE, else what kubelet mounted, else the one of config/. */
export const ownNamespace = (env: Readonly<Record<string, string | undefined>>, file = inClusterFile): string => {
  if (env['POD_NAMESPACE']) return env['POD_NAMESPACE']
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'pullkeeper-system'
  }
}
