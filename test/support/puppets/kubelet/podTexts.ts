/** What kubelet says of a whole pod, v1.36; test/unit/recorded holds it against what a real one said. */

/** pkg/kubelet/kubelet_pods.go, getPullSecretsForPod's caller. */
export const secretsNotFound = (names: readonly string[]): string =>
  `Unable to retrieve some image pull secrets (${names.join(', ')}); attempting to pull the image may not succeed.`

/** containerd's answer to a RuntimeClass whose handler it has not. */
export const noRuntime = (handler: string): string =>
  `rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "${handler}" is configured`

export const sandboxNotMade = (why: string): string => `Failed to create pod sandbox: ${why}`
