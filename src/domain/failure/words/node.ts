import { missingHandler } from '../../runtimeClass/handler.ts'
import { missingRuntimeClass } from '../../runtimeClass/missing.ts'
import { parseConflict } from '../../runtimeClass/conflict.ts'
import type { FailureClass } from '../cause.ts'
import type { Phrase } from './subject.ts'

type NodeClass = Extract<
  FailureClass,
  | 'NodeRuntimeUnavailable'
  | 'RuntimeClassNotFound'
  | 'RuntimeClassConflict'
  | 'RuntimeHandlerMissing'
  | 'KubeletPullThrottled'
  | 'NodeDiskFull'
>

/** The nodes and their runtimes. */
export const nodePhrases: Readonly<Record<NodeClass, Phrase>> = {
  NodeRuntimeUnavailable: () => ({
    happened: "The container runtime on the pod's node does not answer.",
    remedy:
      "Have the node's administrator look after it (systemctl status containerd, or crio); the workload is not at fault.",
  }),
  RuntimeClassNotFound: ({ runtimeClassName, failure }) => {
    const name = missingRuntimeClass(failure.text) ?? runtimeClassName ?? ''
    return {
      happened: `RuntimeClass ${name}, which the pod template names, does not exist.`,
      remedy: `Correct runtimeClassName in the pod template, or have the cluster's administrator create RuntimeClass ${name}.`,
    }
  },
  RuntimeClassConflict: ({ failure }) => {
    const conflict = parseConflict(failure.text)
    return conflict === undefined
      ? {
          happened: "The pod template sets overhead, which does not agree with its RuntimeClass's.",
          remedy: 'Remove overhead from the pod template: the RuntimeClass supplies it.',
        }
      : {
          happened: `The pod template wants nodes with ${conflict.key}=${conflict.podValue}, but its RuntimeClass runs only on nodes with ${conflict.key}=${conflict.classValue}.`,
          remedy: `Remove ${conflict.key} from nodeSelector of the pod template, or choose another runtimeClassName.`,
        }
  },
  RuntimeHandlerMissing: ({ runtimeClassName, failure }) => {
    const handler = missingHandler(failure.text) ?? ''
    const name = runtimeClassName ?? handler
    return {
      happened: `The pod's node has no runtime handler ${handler}, which RuntimeClass ${name} asks for.`,
      remedy: `Have the nodes' administrator configure it in the container runtime, or give RuntimeClass ${name} a scheduling.nodeSelector for the nodes that have it.`,
    }
  },
  KubeletPullThrottled: () => ({
    happened: 'Kubelet holds the pull back: more images are asked of its node at once than it pulls (registryPullQPS).',
    remedy:
      "It passes by itself; if it does not, have the nodes' administrator raise registryPullQPS and registryBurst.",
  }),
  NodeDiskFull: () => ({
    happened: "The disk of the pod's node is full, so the image cannot be stored.",
    remedy: "Have the node's administrator free or add disk space.",
  }),
}
