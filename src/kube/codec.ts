import type { ApiFailure } from './apiError.ts'

/** Cuts the bytes of a stream into frames. */
export interface FrameSplitter {
  /**
   * Gives the frames that this chunk completes, in order. A frame's bytes are only there until `take` returns. Throws
   * RangeError when a frame is absurdly long.
   */
  push(chunk: Buffer, take: (frame: Buffer) => void): void
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
 * own decoder, which knows what each codec makes of an object.
 */
export interface StreamCodec {
  /** Asks for this encoding, and shows in the answer that it is this one. */
  readonly mediaType: string
  /** A fresh splitter for one stream. */
  splitter(): FrameSplitter
  /** Throws when the bytes are no frame. */
  decodeFrame(frame: Buffer): WatchFrame
  /** Throws when the bytes are no list. */
  decodeList(body: Buffer): ListPage
}

/** The encodings that a client can read, the one that it likes best first. */
export type Codecs = readonly [StreamCodec, ...StreamCodec[]]

export const acceptOf = (codecs: Codecs): string => codecs.map(({ mediaType }) => mediaType).join(', ')

/**
 * The codec of an answer. Whatever names none of them is read by the last: there are proxies that lose the header, and
 * what it is not will show at its first byte.
 */
export const codecFor = (codecs: Codecs, contentType: string | undefined): StreamCodec => {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  return codecs.find((codec) => codec.mediaType === mediaType) ?? codecs.at(-1) ?? codecs[0]
}
