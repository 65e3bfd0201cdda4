import { messageOf } from './errorMessage.ts'
import { breathOn } from '../runtime/breath.ts'
import { type Clock, sleep } from '../runtime/clock.ts'
import { ApiError, failureOf, failureWithoutAnswer } from './apiError.ts'
import { acceptOf, codecFor, type Codecs, type StreamCodec, type WatchFrame } from './codec.ts'
import { eachChunk } from './eachChunk.ts'
import type { Query, Transport } from './transport.ts'
import { PAGE_TIMEOUT_MS } from './watch/limits.ts'
import type { WatchEvent } from './watch/protocol.ts'

/**
 * So many frames are decoded before a look at the time, about 2 ms: on a machine that is busy with others a turn is always
 * over, and one for each frame costs as much as the frame.
 */
const FRAMES_BEFORE_A_BREATH = 100

export interface ConnectionOptions {
  readonly transport: Transport
  readonly codecs: Codecs
  readonly clock: Clock
  readonly path: string
  readonly query: Query
  /** Ends the connection; nothing is told after it. */
  readonly signal: AbortSignal
  readonly tell: (event: WatchEvent) => void
}

const failed = (error: unknown): WatchEvent => ({ kind: 'failed', failure: failureOf(error) })

const unreadable = (path: string, error: unknown): ApiError =>
  new ApiError(failureWithoutAnswer('Unreadable', messageOf(error)), `GET ${path} (answer)`)

/** Reads one page of a list, and tells `page` or `failed`. */
export const readPage = async ({ transport, codecs, path, query, signal, tell }: ConnectionOptions): Promise<void> => {
  const event = await transport
    .request({ method: 'GET', path, query, accept: acceptOf(codecs), signal, timeoutMs: PAGE_TIMEOUT_MS })
    .then(({ headers, body }): WatchEvent => {
      try {
        return { kind: 'page', page: codecFor(codecs, headers['content-type']).decodeList(body) }
      } catch (error) {
        return failed(unreadable(path, error))
      }
    }, failed)
  if (!signal.aborted) tell(event)
}

/** Calls back when nobody called `heard` for so long. */
const createSilenceAlarm = (clock: Clock, ms: number, alarm: () => void) => {
  let heardAt = clock.now()
  let cancel = clock.after(ms, check)
  // The timer is not armed anew for every chunk; when it fires it looks how long the silence has been.
  function check(): void {
    const left = heardAt + ms - clock.now()
    if (left <= 0) return alarm()
    cancel = clock.after(left, check)
  }
  return {
    heard: () => {
      heardAt = clock.now()
    },
    end: () => cancel(),
  }
}

/**
 * From the chunks of one stream to its frames. What cannot be read is said to be unreadable, not unreachable. `tell` gets
 * a frame while its bytes are there, and must not throw.
 */
const createFrameReader = (codec: StreamCodec, path: string, tell: (frame: WatchFrame) => void) => {
  const splitter = codec.splitter()
  const take = (frame: Buffer): void => tell(codec.decodeFrame(frame))
  return (chunk: Buffer): void => {
    try {
      splitter.push(chunk, take)
    } catch (error) {
      throw unreadable(path, error)
    }
  }
}

/**
 * Follows one watch from its request to its end, and tells what happens on it: `opened`, `frame`…, then one of
 * `failed`, `ended` and `silent`.
 */
export const followWatch = async ({
  transport,
  codecs,
  clock,
  path,
  query,
  signal,
  tell,
  silentAfterMs,
}: ConnectionOptions & { readonly silentAfterMs: number }): Promise<void> => {
  const tellIfWanted = (event: WatchEvent): void => {
    if (!signal.aborted) tell(event)
  }
  let [frames, pausedAfter] = [0, 0]
  const tellFrame = (frame: WatchFrame): void => {
    frames += 1
    tellIfWanted({ kind: 'frame', frame })
  }

  const silence = createSilenceAlarm(clock, silentAfterMs, () => tellIfWanted({ kind: 'silent' }))
  try {
    const { headers, body } = await transport.stream({ method: 'GET', path, query, accept: acceptOf(codecs), signal })
    tellIfWanted({ kind: 'opened' })
    const read = createFrameReader(codecFor(codecs, headers['content-type']), path, tellFrame)
    const breath = breathOn(clock)
    await eachChunk(body, (chunk) => {
      silence.heard()
      read(chunk)
      if (frames - pausedAfter < FRAMES_BEFORE_A_BREATH) return undefined
      pausedAfter = frames
      return breath()
    })
    tellIfWanted({ kind: 'ended' })
  } catch (error) {
    tellIfWanted(failed(error))
  } finally {
    silence.end()
  }
}

/** Waits, then tells `due`. */
export const waitUntilDue = async (
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  tell: (event: WatchEvent) => void,
): Promise<void> => {
  await sleep(clock, ms, signal)
  if (!signal.aborted) tell({ kind: 'due' })
}
