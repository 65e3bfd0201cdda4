/** A key on which a RuntimeClass and a pod want different nodes. */
export interface NodeSelectorConflict {
  readonly key: string
  /** What `scheduling.nodeSelector` of the RuntimeClass wants. */
  readonly classValue: string
  /** What the pod's `nodeSelector` wants. */
  readonly podValue: string
}

/** Label keys and values hold none of the marks around them. */
const pattern =
  /conflict: runtimeClass\.scheduling\.nodeSelector\[([^\]]{1,317})\] = ([^;]{0,63}); pod\.spec\.nodeSelector\[\1\] = ([A-Za-z0-9._-]{0,63})/

/** The refusal of the admission plugin RuntimeClass (plugin/pkg/admission/runtimeclass, v1.36), taken apart. */
export const parseConflict = (message: string): NodeSelectorConflict | undefined => {
  const [, key, classValue, podValue] = pattern.exec(message) ?? []
  if (key === undefined || classValue === undefined || podValue === undefined) return undefined
  return { key, classValue, podValue }
}
