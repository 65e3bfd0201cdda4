import { test as law, fc } from '@fast-check/jest'
import { failureOfResponse } from '../../../src/kube/apiError.ts'
import { protobufCodec } from '../../../src/kube/protobufCodec.ts'
import type { JsonObject } from '../../support/apiserver/json.ts'
import { encodeMessage, envelope, watchFrame } from '../../support/protobuf/encode.ts'
import { listMeta, messages } from '../../support/protobuf/messages.ts'
import { bytesField, textField } from '../../support/protobuf/wireWriter.ts'

const namespace = (metadata: JsonObject): Buffer => encodeMessage(messages.Namespace, { metadata })
const enveloped = (metadata: JsonObject): Buffer => envelope('v1', 'Namespace', namespace(metadata))

/** As the splitter gives it: without its length. */
const frame = (type: string, object: Uint8Array): Buffer => watchFrame(type, object).subarray(4)
const decodeFrame = (bytes: Buffer) => protobufCodec.decodeFrame(bytes)
const decodeList = (bytes: Buffer) => protobufCodec.decodeList(bytes)

test.each(['ADDED', 'MODIFIED', 'DELETED'])('%s carries the bytes of its object, and its version', (type) => {
  const metadata = { name: 'a', resourceVersion: '7' }
  expect(decodeFrame(frame(type, enveloped(metadata)))).toEqual({
    type,
    object: namespace(metadata),
    resourceVersion: '7',
  })
})

test.each`
  annotations                                                  | ends
  ${{ 'k8s.io/initial-events-end': 'true' }}                   | ${true}
  ${{ a: 'true', 'k8s.io/initial-events-end': 'true', z: '' }} | ${true}
  ${{ 'k8s.io/initial-events-end': 'no' }}                     | ${false}
  ${{ other: 'true' }}                                         | ${false}
  ${null}                                                      | ${false}
`('a bookmark annotated $annotations ends the initial list: $ends', ({ annotations, ends }) => {
  expect(decodeFrame(frame('BOOKMARK', enveloped({ resourceVersion: '9', annotations })))).toEqual({
    type: 'BOOKMARK',
    resourceVersion: '9',
    endsInitialList: ends,
  })
})

const gone = {
  status: 'Failure',
  code: 410,
  reason: 'Expired',
  message: 'too old resource version: 1 (5)',
  details: { retryAfterSeconds: 3 },
}
const goneBytes = envelope('v1', 'Status', encodeMessage(messages.Status, gone))
const expired = {
  code: 'Expired',
  status: 410,
  reason: 'Expired',
  message: 'too old resource version: 1 (5)',
  retryAfterSeconds: 3,
}

test('ERROR carries a metav1.Status', () => {
  expect(decodeFrame(frame('ERROR', goneBytes))).toEqual({ type: 'ERROR', failure: expired })
})

describe('a refused request says why in the encoding that was asked for', () => {
  test('as protobuf', () => {
    expect(failureOfResponse(410, goneBytes)).toEqual(expired)
  })

  test('damaged: the HTTP status counts, and no bytes are shown', () => {
    expect(failureOfResponse(503, goneBytes.subarray(0, 30))).toEqual({
      code: 'ServiceUnavailable',
      status: 503,
      reason: '',
      message: 'HTTP status 503',
    })
  })
})

describe('a list', () => {
  const list = (metadata: JsonObject, ...items: readonly Buffer[]): Buffer =>
    envelope(
      'v1',
      'NamespaceList',
      Buffer.concat([bytesField(1, encodeMessage(listMeta, metadata)), ...items.map((item) => bytesField(2, item))]),
    )
  const [a, b] = [namespace({ name: 'a' }), namespace({ name: 'b' })]

  test('a page, and the token of the next', () => {
    expect(decodeList(list({ resourceVersion: '5', continue: 'c', remainingItemCount: 3 }, a, b))).toEqual({
      items: [a, b],
      resourceVersion: '5',
      next: 'c',
    })
  })

  test('the last page, of nothing', () => {
    expect(decodeList(list({ resourceVersion: '5' }))).toEqual({ items: [], resourceVersion: '5' })
  })
})

describe('what is no frame is refused, in words that show none of it', () => {
  test.each<[string, Buffer, string]>([
    ['JSON', Buffer.from('{"type":"ADDED"}'), 'MalformedBytes: a field has wire type 3, which Kubernetes does not use'],
    ['no event', frame('RENAMED', enveloped({})), 'the frame is no watch event'],
    ['no object', textField(1, 'ADDED'), 'MalformedBytes: no Kubernetes object: its first bytes are not "k8s"'],
    [
      'an object that is cut',
      frame('ADDED', enveloped({ name: 'hunter2' })).subarray(0, 40),
      'MalformedBytes: the message ends within a field',
    ],
    [
      'JSON in the envelope',
      frame('ADDED', Buffer.concat([Buffer.from('k8s\0'), textField(4, 'application/json')])),
      'MalformedBytes: the object within is not protobuf',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeFrame(bytes)).toThrow(new Error(message))
  })

  law.prop([fc.uint8Array()])('any bytes are refused or read: nothing hangs', (bytes) => {
    for (const decode of [decodeFrame, decodeList]) {
      try {
        decode(Buffer.from(bytes))
      } catch (error) {
        expect(String(error)).toMatch(/MalformedBytes|the frame is no watch event/)
      }
    }
  })
})
