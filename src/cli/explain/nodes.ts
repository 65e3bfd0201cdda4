import type { DeclaredPod } from '../../domain/audit/declaredPod.ts'
import { nodesWithHandler } from '../../domain/runtimeClass/handler.ts'
import { overheadOf } from '../../domain/runtimeClass/overhead.ts'
import { mergeScheduling } from '../../domain/runtimeClass/scheduling.ts'
import { untolerated } from '../../domain/runtimeClass/tolerations.ts'
import { surroundingsOf } from '../audit/views.ts'
import type { RuntimeClassExplanation } from './explanation.ts'
import type { ExplainedNode, Facts } from './gather.ts'

/** The nodes that a pod may run on, by its selector, required architectures and tolerations; its own, once it has one. */
export const candidateNodes = (
  nodes: readonly ExplainedNode[],
  { nodeSelector, architectures, tolerations }: Pick<DeclaredPod, 'nodeSelector' | 'architectures' | 'tolerations'>,
  nodeName: string | undefined,
): readonly ExplainedNode[] => {
  if (nodeName !== undefined) return nodes.filter(({ name }) => name === nodeName)
  return nodes.filter(
    ({ labels, taints, platform }) =>
      Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
      (architectures === undefined || platform === undefined || architectures.includes(platform.architecture)) &&
      untolerated(taints, tolerations).length === 0,
  )
}

/** What the RuntimeClass makes of a pod, or why it is refused. */
export const explainRuntimeClass = ({
  declared,
  inventory,
  policies,
  nodes,
  unread,
}: Facts): RuntimeClassExplanation => {
  const { runtimeClassName: name, nodeSelector, tolerations } = declared
  const plain = { nodeSelector, tolerations, ...(declared.overhead !== undefined && { overhead: declared.overhead }) }
  if (name === undefined) {
    return {
      ...plain,
      problems: declared.overhead === undefined ? [] : ['overhead is set without a RuntimeClass: the pod is refused'],
    }
  }
  const found = surroundingsOf(inventory, policies).runtimeClass(name)
  if (found === undefined) {
    const dark = unread.some((one) => one.startsWith(`RuntimeClass ${name}: `))
    return {
      ...plain,
      name,
      problems: [dark ? 'what it says is not known here' : 'it does not exist: the pod is refused'],
    }
  }
  const merged = mergeScheduling(declared, found.scheduling)
  const verdict = overheadOf(declared.overhead, found.overhead)
  const conflicts = merged.ok
    ? []
    : merged.conflicts.map(
        ({ key, podValue, classValue }) =>
          `the pod asks for ${key}=${podValue}, the class for ${key}=${classValue}: the pod is refused`,
      )
  return {
    name,
    handler: found.handler,
    nodeSelector: merged.ok ? merged.nodeSelector : nodeSelector,
    tolerations: merged.ok ? merged.tolerations : tolerations,
    ...(verdict.ok && verdict.overhead !== undefined && { overhead: verdict.overhead }),
    ...(nodes !== undefined && { nodes: nodesWithHandler(found.handler, nodes) }),
    problems: [...conflicts, ...(verdict.ok ? [] : [`${verdict.problem}: the pod is refused`])],
  }
}
