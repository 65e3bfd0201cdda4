import { watches } from '../../src/controllers/watches.ts'
import { createInterner } from '../../src/store/intern.ts'
import { createStore } from '../../src/store/store.ts'

/** What the operator asks the API server for, taken from the operator itself: a floor must be of the same streams. */
export interface WatchedStream {
  readonly name: string
  readonly path: string
  readonly fieldSelector: string | undefined
  readonly protobuf: boolean
}

const undecoded = () => ({ ok: false, problem: 'not decoded' }) as const
const nothing = () => undefined

export const watchedStreams = async (): Promise<readonly WatchedStream[]> => {
  const streams: WatchedStream[] = []
  const all = watches({
    store: createStore(),
    interner: createInterner(),
    decode: { pullSecret: undecoded, serviceAccount: undecoded, policy: undecoded },
    ownEvents: { known: nothing, forgotten: nothing },
    unreadablePolicies: { clearing: (sink) => sink, names: () => new Set(), add: nothing },
  })
  for (const watch of all) {
    await watch.follow(
      async ({ name, path, fieldSelector, protobuf = false }) =>
        void streams.push({ name, path, fieldSelector, protobuf }),
    )
  }
  return streams
}
