import type { ApiFailure } from './apiError.ts'

/** Cuts the bytes of a stream into frames. */
export interface FrameSplitter {
  /** The frames that this chunk completes, in order. Throws RangeError when a frame is absurdly long. */
  push(chunk: Buffer): readonly Buffer[]
}

/** One event of a watch: a metav1.WatchEvent, with what the watch itself needs already read from its object. */
export type WatchFrame =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
      readonly object: unknown
      readonly resourceVersion: string | undefined
    }
  | {
      readonly type: 'BOOKMARK'
      readonly resourceVersion: string | undefined
      /** It ends the initial list of a watch-list (annotation `k8s.io/initial-events-end: "true"`). */
      readonly endsInitialList: boolean
    }
  | { readonly type: 'ERROR'; readonly failure: ApiFailure }

/** One page of a list. */
export interface ListPage {
  readonly items: readonly unknown[]
  readonly resourceVersion: string | undefined
  /** Token for the next page; absent on the last. */
  readonly next: string | undefined
}

/**
 * How objects stand on the wire. All that is above it sees objects as `unknown` and gives them to the resource's
 * own decoder, so another encoding (protobuf) needs a codec and decoders, and nothing else.
 */
export interface StreamCodec {
  /** For the Accept header, of watches and lists. */
  readonly accept: string
  /** A fresh splitter for one stream. */
  splitter(): FrameSplitter
  /** Throws when the bytes are no frame. */
  decodeFrame(frame: Buffer): WatchFrame
  /** Throws when the bytes are no list. */
  decodeList(body: Buffer): ListPage
}
