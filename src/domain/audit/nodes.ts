import { parseImageReference } from '../image/reference.ts'
import { pinnedBySelector } from '../platform/nodePlatform.ts'
import { normalisePlatform, printPlatform, runsOn } from '../platform/platform.ts'
import { namedPlatform } from '../platform/suffix.ts'
import { nodesWithHandler } from '../runtimeClass/handler.ts'
import { overheadOf } from '../runtimeClass/overhead.ts'
import { mergeScheduling } from '../runtimeClass/scheduling.ts'
import type { Advice } from './advice.ts'
import type { DeclaredPod } from './declaredPod.ts'
import { imagesOf } from './images.ts'
import type { Surroundings } from './surroundings.ts'

type Question = (pod: DeclaredPod, around: Surroundings) => readonly Advice[]

const classMissing: Question = ({ runtimeClassName: name }, around) => {
  if (name === undefined || around.runtimeClass(name) !== undefined) return []
  const remedy = `Correct runtimeClassName in the pod template, or have the cluster's administrator create RuntimeClass ${name}.`
  return [
    around.knowsRuntimeClasses
      ? {
          severity: 'error',
          cause: 'RuntimeClassNotFound',
          message: `RuntimeClass ${name}, which the pod template names, does not exist: its pods are refused.`,
          remedy,
        }
      : {
          severity: 'warning',
          cause: 'RuntimeClassNotFound',
          message: `RuntimeClass ${name} is not among what was read: if it is not in the cluster either, the pods are refused.`,
          remedy,
        },
  ]
}

const classConflicts: Question = (pod, around) => {
  const found = pod.runtimeClassName === undefined ? undefined : around.runtimeClass(pod.runtimeClassName)
  if (found === undefined) return []
  const name = pod.runtimeClassName ?? ''
  const merged = mergeScheduling(pod, found.scheduling)
  const selectors = merged.ok
    ? []
    : merged.conflicts.map(({ key, podValue, classValue }): Advice => ({
        severity: 'error',
        cause: 'RuntimeClassConflict',
        message: `The pod template wants nodes with ${key}=${podValue}, but RuntimeClass ${name} runs only on nodes with ${key}=${classValue}: its pods are refused.`,
        remedy: `Remove ${key} from nodeSelector of the pod template, or choose another runtimeClassName.`,
      }))
  // What admission has put into a live pod is the class's own.
  const verdict = overheadOf(pod.overhead, found.overhead)
  const overhead: readonly Advice[] = verdict.ok
    ? []
    : [
        {
          severity: 'error',
          cause: 'RuntimeClassConflict',
          message: `The pod template sets overhead, which does not agree with that of RuntimeClass ${name}: its pods are refused.`,
          remedy: 'Remove overhead from the pod template: the RuntimeClass supplies it.',
        },
      ]
  return [...selectors, ...overhead]
}

const overheadAlone: Question = ({ runtimeClassName, overhead }) =>
  runtimeClassName === undefined && overhead !== undefined
    ? [
        {
          severity: 'error',
          cause: 'RuntimeClassConflict',
          message: 'The pod template sets overhead and names no RuntimeClass: its pods are refused.',
          remedy: 'Remove overhead from the pod template: a RuntimeClass supplies it.',
        },
      ]
    : []

const handlerMissing: Question = ({ runtimeClassName: name }, around) => {
  const found = name === undefined ? undefined : around.runtimeClass(name)
  if (found === undefined || around.nodes.length === 0) return []
  const { having, lacking, unknown } = nodesWithHandler(found.handler, around.nodes)
  if (having.length > 0 || unknown.length > 0) return []
  return [
    {
      severity: 'error',
      cause: 'RuntimeHandlerMissing',
      message: `No node has the runtime handler ${found.handler}, which RuntimeClass ${name} asks for.`,
      remedy:
        "Have the nodes' administrator configure it in the container runtime, or choose another runtimeClassName.",
      evidence: [
        `nodes without it: ${lacking.slice(0, 3).join(', ')}${lacking.length > 3 ? ` and ${lacking.length - 3} more` : ''}`,
      ],
    },
  ]
}

const list = (texts: readonly string[]): string => [...new Set(texts)].sort().join(', ')

const noNodeFor: Question = (pod, { nodes }) => {
  if (nodes.length === 0) return []
  const pinned = pinnedBySelector(pod.nodeSelector).architecture
  const wanted = pinned === undefined ? pod.architectures : [pinned]
  const there = nodes.map(({ platform }) => normalisePlatform(platform).architecture)
  if (wanted === undefined || wanted.some((architecture) => there.includes(architecture))) return []
  return [
    {
      severity: 'error',
      cause: 'PlatformMismatch',
      message: `The pod asks for nodes of architecture ${list(wanted)}, and the cluster has none (it has ${list(there)}): it stays Pending.`,
      remedy: 'Correct kubernetes.io/arch in the pod template, or add such a node.',
    },
  ]
}

const imageForNoNode: Question = (pod, { nodes }) =>
  imagesOf(pod).flatMap(({ part, image }) => {
    const parsed = parseImageReference(image)
    const named = parsed.ok ? namedPlatform(parsed.reference) : undefined
    if (named === undefined) return []
    const platform = { os: named.os ?? 'linux', architecture: named.architecture }
    const pinned = pinnedBySelector(pod.nodeSelector).architecture
    const says = `The name of the image says that it is for ${printPlatform(platform)} only (${named.word})`
    const remedy = 'Use an image for several platforms, or the one for these nodes.'
    if (pinned !== undefined && runsOn(platform, { os: platform.os, architecture: pinned }) === 'no') {
      const message = `${says}, and the pod asks for nodes of architecture ${pinned}.`
      return [{ severity: 'error', cause: 'PlatformMismatch', part, image, message, remedy } as const]
    }
    const missing = nodes.length > 0 && nodes.every((node) => runsOn(platform, node.platform) === 'no')
    if (!missing) return []
    const there = list(nodes.map((node) => printPlatform(normalisePlatform(node.platform))))
    const message = `${says}, and the cluster has no such node (it has ${there}).`
    return [{ severity: 'error', cause: 'PlatformMismatch', part, image, message, remedy } as const]
  })

const questions: readonly Question[] = [
  classMissing,
  classConflicts,
  overheadAlone,
  handlerMissing,
  noNodeFor,
  imageForNoNode,
]

/** What keeps a pod's nodes from running it: its RuntimeClass, and the platforms. */
export const adviceOnNodes = (pod: DeclaredPod, around: Surroundings): readonly Advice[] =>
  questions.flatMap((ask) => ask(pod, around))
