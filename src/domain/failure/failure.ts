import type { FailureClass } from './cause.ts'

/** What a message says by itself, before anything is known of the cluster. */
export interface Failure {
  readonly class: FailureClass
  /** A finer word within the class (docs/causes.md), such as `NoSuchHost`. */
  readonly reason?: string
  /** It holds whoever asks: no other credential would change it. */
  readonly final?: true
  /** Names that the message gives. */
  readonly detail?: FailureDetail
  /** The text that the rule matched, its layers taken off; empty when the message said no cause. Not redacted. */
  readonly text: string
}

export interface FailureDetail {
  /** The host that was looked up or spoken to. */
  readonly host?: string
  /** The registry of the image, when the image is known. */
  readonly registry?: string
  /** The HTTP status that was answered. */
  readonly status?: number
}
