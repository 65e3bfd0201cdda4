import type { FailureClass } from '../../../../src/domain/failure/cause.ts'

/** A whole message as a kubelet would report it, and what a person who knows registries would say it means. */
export interface HeldBack {
  readonly image: string
  readonly message: string
  readonly means: FailureClass
  readonly waitingReason?: string
}

/** One sample, its waiting reason where the message came with one. */
export const said = (means: FailureClass, image: string, message: string, waitingReason?: string): HeldBack => ({
  means,
  image,
  message,
  ...(waitingReason !== undefined && { waitingReason }),
})
