const admission = /RuntimeClass "([^"]{1,253})" not found/
const kubelet = /runtimeclass(?:es)?\.node\.k8s\.io "([^"]{1,253})" not found/

/**
 * The RuntimeClass that a message calls missing: the admission plugin when a pod is made, kubelet when the class was
 * deleted after that (v1.36).
 */
export const missingRuntimeClass = (message: string): string | undefined =>
  (admission.exec(message) ?? kubelet.exec(message))?.[1]
