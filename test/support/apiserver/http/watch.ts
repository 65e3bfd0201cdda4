import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import type { Selection } from '../selectors/selection.ts'
import { tooLarge, tooOld } from '../status.ts'
import type { Api } from '../verbs/api.ts'
import type { Representation } from './negotiate.ts'
import type { Output } from './output.ts'
import { JSON_TYPE } from './respond.ts'
import { wakeUp } from './wakeUp.ts'
import { errorFrame, type Frames, framesOf, seenThrough } from './watchFrames.ts'
import type { WatchOptions } from './watchOptions.ts'

export interface WatchRequest {
  readonly resource: Resource
  readonly namespace: string
  readonly selection: Selection
  readonly representation: Representation
  readonly options: WatchOptions
  readonly bookmarkMilliseconds: number
}

/** Frames that go out in one write, and changes that are read from the log at a time. */
const BATCH = 128

const sendInitial = async (objects: readonly KubeObject[], frames: Frames, output: Output): Promise<void> => {
  for (let at = 0; at < objects.length && output.isOpen(); at += BATCH)
    await output.write(Buffer.concat(objects.slice(at, at + BATCH).flatMap((object) => frames.event('ADDED', object))))
}

/** Answers a watch until its timeout, its client or the server ends it. Each watch is a cursor in the change log. */
export const respondWatch = async (api: Api, request: WatchRequest, output: Output): Promise<void> => {
  const { resource, namespace, selection, options } = request
  const { storage } = api
  const collection = storage.of(resource)
  const frames = framesOf(resource, request.representation, api.now)
  const matches = (object: KubeObject) =>
    (namespace === '' || object.metadata.namespace === namespace) && selection.matches(object)
  if (options.since > storage.revision()) throw tooLarge(options.since, storage.revision())

  const begun = storage.revision()
  const initial = options.initial ? collection.list(namespace).filter(selection.matches) : []
  const start = collection.log.positionAfter(options.initial ? begun : options.since)
  output.begin(200, { 'Content-Type': JSON_TYPE })
  if (start === undefined) {
    await output.write(errorFrame(tooOld(options.since, collection.log.forgotten())))
    return output.end()
  }
  let position = start

  const wake = wakeUp(collection, output, options.timeoutSeconds * 1000, request.bookmarkMilliseconds)
  try {
    await sendInitial(initial, frames, output)
    if (options.markEnd) await output.write(Buffer.concat(frames.bookmark(begun, true)))
    while (output.isOpen()) {
      const changes = collection.log.from(position, BATCH)
      // A client too slow for the history is cut off, as by kube-apiserver.
      if (!changes) return output.destroy()
      position += changes.length
      const seen = changes.map((change) => seenThrough(change, matches)).filter((each) => each !== undefined)
      if (seen.length > 0)
        await output.write(Buffer.concat(seen.flatMap(({ type, object }) => frames.event(type, object))))
      if (changes.length > 0) continue
      const why = await wake.next()
      if (why === 'change') continue
      // A bookmark promises that everything up to it has been sent.
      const caughtUp = collection.log.from(position, 1)?.length === 0
      if (options.bookmarks && caughtUp && output.isOpen())
        await output.write(Buffer.concat(frames.bookmark(storage.revision(), false)))
      if (why === 'timeout') break
    }
    output.end()
  } finally {
    wake.stop()
  }
}
