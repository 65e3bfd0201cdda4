import type { Pod } from '../objects/pod.ts'
import { workloadOf } from '../workload/workloadOf.ts'

/** What kubectl calls the workloads that `kubectl rollout restart` knows. */
const restartable: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
}

const scalable: Readonly<Record<string, string>> = { ReplicaSet: 'replicaset', ReplicationController: 'rc' }

/** How a person makes this pod anew: one command, or a sentence where there is none. Names no pod of several. */
export const howToReplace = (pod: Pod): string => {
  const { kind, namespace, name } = workloadOf(pod).workload
  const kubectl = `kubectl -n ${namespace}`
  if (restartable[kind] !== undefined) return `${kubectl} rollout restart ${restartable[kind]}/${name}`
  if (scalable[kind] !== undefined) return `${kubectl} scale ${scalable[kind]}/${name} --replicas=0, then back`
  if (pod.controller?.kind === 'Node') return 'correct its manifest on the node, for kubelet makes it from a file'
  if (kind === 'Pod') return `${kubectl} delete pod ${name}, then create it again from its manifest`
  if (pod.controller?.kind === 'Job') {
    const job = pod.controller.name
    return `${kubectl} delete pods -l job-name=${job} (the Job counts each as a failure)`
  }
  return `have its ${kind} ${name} make a new pod`
}

/** How a person gets to the template that the pod is made from. */
export const howToEdit = (pod: Pod): string => {
  const { kind, namespace, name } = workloadOf(pod).workload
  return `kubectl -n ${namespace} edit ${kind.toLowerCase()}/${name}`
}
