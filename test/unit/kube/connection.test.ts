import { Readable } from 'node:stream'
import type { Codecs } from '../../../src/kube/codec.ts'
import { followWatch, readPage } from '../../../src/kube/connection.ts'
import { jsonCodec } from '../../../src/kube/jsonCodec.ts'
import { protobufCodec } from '../../../src/kube/protobufCodec.ts'
import type { Transport, TransportRequest } from '../../../src/kube/transport.ts'
import type { WatchEvent } from '../../../src/kube/watch/protocol.ts'
import { encodeMessage, envelope, watchFrame } from '../../support/protobuf/encode.ts'
import { messages } from '../../support/protobuf/messages.ts'
import { createManualClock } from '../runtime/manualClock.ts'

/** A transport that answers each request alike, and remembers the last. */
const answering = (contentType: string | undefined, ...chunks: readonly Buffer[]) => {
  const asked: TransportRequest[] = []
  const headers = contentType === undefined ? {} : { 'content-type': contentType }
  const transport: Transport = {
    server: 'test',
    request: async (request) => {
      asked.push(request)
      return { status: 200, headers, body: Buffer.concat(chunks) }
    },
    stream: async (request) => {
      asked.push(request)
      return { status: 200, headers, body: Readable.from(chunks) }
    },
    close: () => undefined,
  }
  return { transport, asked }
}

const both: Codecs = [protobufCodec, jsonCodec]

const follow = async (transport: Transport, codecs: Codecs = both): Promise<readonly WatchEvent[]> => {
  const told: WatchEvent[] = []
  const tell = (event: WatchEvent): void => void told.push(event)
  const clock = createManualClock()
  const { signal } = new AbortController()
  await followWatch({
    transport,
    codecs,
    clock,
    path: '/api/v1/namespaces',
    query: {},
    signal,
    tell,
    silentAfterMs: 1e6,
  })
  return told
}

const message = encodeMessage(messages.Namespace, { metadata: { name: 'a', resourceVersion: '7' } })
const frame = watchFrame('ADDED', envelope('v1', 'Namespace', message))
const line = Buffer.from('{"type":"ADDED","object":{"metadata":{"resourceVersion":"7"}}}\n')
const asJson = { type: 'ADDED', object: { metadata: { resourceVersion: '7' } }, resourceVersion: '7' }

test('protobuf is asked for first, JSON for those who have no other', async () => {
  const { transport, asked } = answering('application/json', line)
  await follow(transport)
  await follow(transport, [jsonCodec])
  expect(asked.map(({ accept }) => accept)).toEqual([
    'application/vnd.kubernetes.protobuf, application/json',
    'application/json',
  ])
})

test.each([
  ['application/vnd.kubernetes.protobuf;stream=watch', frame, { type: 'ADDED', object: message, resourceVersion: '7' }],
  ['Application/Vnd.Kubernetes.Protobuf', frame, { type: 'ADDED', object: message, resourceVersion: '7' }],
  ['application/json;stream=watch', line, asJson],
  ['text/plain', line, asJson],
  [undefined, line, asJson],
])('an answer of type %s is read as what it says', async (contentType, bytes, expected) => {
  const { transport } = answering(contentType, bytes)
  expect(await follow(transport)).toEqual([{ kind: 'opened' }, { kind: 'frame', frame: expected }, { kind: 'ended' }])
})

test('a frame that arrives byte by byte is one frame', async () => {
  const { transport } = answering(protobufCodec.mediaType, ...Array.from(frame, (byte) => Buffer.from([byte])))
  expect((await follow(transport)).map(({ kind }) => kind)).toEqual(['opened', 'frame', 'ended'])
})

const corrupt = Buffer.from(frame)
corrupt[4] = 0x0b

test.each([
  [
    'a length bomb',
    Buffer.from([0x7f, 0xff, 0xff, 0xff]),
    'a frame is said to be 2147483647 bytes long, more than 67108864',
  ],
  ['a frame that is none', corrupt, 'MalformedBytes: a field has wire type 3, which Kubernetes does not use'],
  ['text', Buffer.from('<html>proxy</html>'), 'a frame is said to be 1013478509 bytes long, more than 67108864'],
])('%s ends the watch as unreadable, after what came before it', async (_, bytes, why) => {
  const { transport } = answering(protobufCodec.mediaType, frame, bytes)
  expect((await follow(transport)).slice(2)).toEqual([
    { kind: 'failed', failure: { code: 'Unreadable', status: 0, reason: '', message: why } },
  ])
})

test('a page too is read as its type says', async () => {
  const told: WatchEvent[] = []
  const { signal } = new AbortController()
  const { transport } = answering(protobufCodec.mediaType, envelope('v1', 'NamespaceList', Buffer.alloc(0)))
  const options = { transport, codecs: both, clock: createManualClock(), path: '/api/v1/namespaces', query: {}, signal }
  await readPage({ ...options, tell: (event) => void told.push(event) })
  expect(told).toEqual([{ kind: 'page', page: { items: [] } }])
})
