/** Every way in which a kubeconfig cannot be used. */
export type KubeConfigErrorCode =
  | 'KubeConfigUnreadable'
  | 'KubeConfigMalformed'
  | 'KubeConfigContextUnknown'
  | 'KubeConfigIncomplete'
  | 'KubeConfigMissing'

/** A kubeconfig that cannot be used: what is wrong, in which file, and what to do. Quotes nothing of the file. */
export class KubeConfigError extends Error {
  override readonly name = 'KubeConfigError'
  readonly code: KubeConfigErrorCode

  constructor(code: KubeConfigErrorCode, happened: string, remedy: string) {
    super(`${code}: ${happened}. ${remedy}`)
    this.code = code
  }
}
