import type { FailureClass } from '../../../../../src/domain/failure/cause.ts'

/** A message as it is seen, and what it says. */
export interface Sample {
  readonly says: FailureClass
  readonly reason?: string
  readonly message: string
  readonly image?: string
  readonly waitingReason?: string
}

export const image = 'ghcr.io/acme/app:1'

/** containerd 1.6 to 2.x, while it looks up the tag. */
export const resolving = (rest: string, code = 'Unknown', ref = image): string =>
  `rpc error: code = ${code} desc = failed to pull and unpack image "${ref}": failed to resolve reference "${ref}": ${rest}`

/** containerd, while it downloads. */
export const unpacking = (rest: string, code = 'Unknown', ref = image): string =>
  `rpc error: code = ${code} desc = failed to pull and unpack image "${ref}": ${rest}`

/** CRI-O and its containers/image. */
export const crio = (rest: string, ref = image): string =>
  `rpc error: code = Unknown desc = initializing source docker://${ref}: ${rest}`

/** dockershim and cri-dockerd. */
export const docker = (rest: string): string => `rpc error: code = Unknown desc = Error response from daemon: ${rest}`
