import { Option } from 'commander'
import { parseNamespaceName } from '../config/namespaceName.ts'
import { checked } from './checked.ts'

/** Which cluster to ask, as kubectl has it. */
export interface ClusterValues {
  readonly kubeconfig?: string
  readonly context?: string
}

export const clusterOptions = (): readonly Option[] => [
  new Option('--kubeconfig <file>', 'cluster and credentials (default: KUBECONFIG, the pod, ~/.kube/config)'),
  new Option('--context <name>', 'context of the kubeconfig'),
]

export const namespaceOption = (description: string): Option =>
  new Option('-n, --namespace <name>', description).argParser(checked(parseNamespaceName))
