import type { Codecs } from './codec.ts'
import { jsonCodec } from './jsonCodec.ts'
import { protobufCodec } from './protobufCodec.ts'
import type { WatchEvent } from './watch/protocol.ts'

/** Which encodings a resource is asked for in: protobuf, until this server's has shown that it cannot be read. */
export interface CodecChoice {
  readonly codecs: () => Codecs
  /** Sees all that happens on the watch; gives the reason when it is this event that turns the choice to JSON. */
  readonly note: (event: WatchEvent) => string | undefined
}

/**
 * So many answers in a row that are no protobuf of Kubernetes, with no bookmark read in between, are not chance: a proxy
 * that changes bytes, or an API server whose encoding is not ours. One object that cannot be read does not count: it is
 * skipped, and the rest is read.
 */
const unreadableInARow = 3

const onlyJson: Codecs = [jsonCodec]

export const createCodecChoice = (mayBeProtobuf: boolean): CodecChoice => {
  let codecs: Codecs = mayBeProtobuf ? [protobufCodec, jsonCodec] : onlyJson
  let unreadable = 0
  return {
    codecs: () => codecs,
    note: (event) => {
      // A resumed watch meets the same frame again, after others that can be read: only a bookmark shows that it got on.
      if (event.kind === 'page' || (event.kind === 'frame' && event.frame.type === 'BOOKMARK')) unreadable = 0
      if (event.kind !== 'failed' || event.failure.code !== 'Unreadable' || codecs === onlyJson) return undefined
      unreadable += 1
      if (unreadable < unreadableInARow) return undefined
      codecs = onlyJson
      return event.failure.message
    },
  }
}
