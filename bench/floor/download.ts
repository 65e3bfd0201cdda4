import { performance } from 'node:perf_hooks'
import { loadKubeConfig } from '../../src/kube/kubeConfig.ts'
import { eachChunk } from '../../src/kube/eachChunk.ts'
import { createTransport, type Transport } from '../../src/kube/transport.ts'
import { watchedStreams, type WatchedStream } from './watchedStreams.ts'

export interface Download {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly bytes: number
}

/** In the annotation of the bookmark that ends an initial list, in JSON and protobuf alike. */
const endMark = Buffer.from('k8s.io/initial-events-end')

/** Reads one initial list and keeps nothing; resolves with its bytes. */
const drain = async (
  transport: Transport,
  { path, fieldSelector, protobuf }: WatchedStream,
  accept: string,
): Promise<number> => {
  const query = {
    watch: 1,
    allowWatchBookmarks: true,
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    fieldSelector,
  }
  const { body } = await transport.stream({
    method: 'GET',
    path,
    query,
    accept: protobuf ? accept : 'application/json',
  })
  let bytes = 0
  let tail: Buffer = Buffer.alloc(0)
  let ended = false
  await eachChunk(body, (chunk) => {
    bytes += chunk.length
    // The mark may be cut by the end of a chunk.
    ended ||= chunk.includes(endMark) || Buffer.concat([tail, chunk.subarray(0, endMark.length)]).includes(endMark)
    tail = chunk.subarray(-endMark.length)
    if (ended) body.destroy()
    return undefined
  }).catch((error: unknown) => {
    if (!ended) throw error
  })
  return bytes
}

/**
 * The floor of a start: the initial lists of all that the operator watches, at the same time, thrown away. Runs in
 * this process; its time counts from the first request.
 */
export const downloadAll = async (kubeconfig: string, accept: string): Promise<Download> => {
  const streams = await watchedStreams()
  const transport = createTransport(loadKubeConfig({ kubeconfig }), { userAgent: 'pullkeeper-bench' })
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const sizes = await Promise.all(streams.map((stream) => drain(transport, stream, accept)))
  const { user, system } = process.cpuUsage(cpuBefore)
  const seconds = (performance.now() - startedAt) / 1000
  transport.close()
  return { seconds, cpuSeconds: (user + system) / 1e6, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
