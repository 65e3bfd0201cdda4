import type { Arbitrary } from 'fast-check'
import { test as law, fc } from '@fast-check/jest'
import { createInterner } from '../../../../src/store/intern.ts'
import { eventRecord } from '../../../../src/store/records/event.ts'
import { imagePolicyRecord } from '../../../../src/store/records/imagePolicyRecord.ts'
import { jsonReader } from '../../../../src/store/records/json.ts'
import { namespaceRecord } from '../../../../src/store/records/namespace.ts'
import { nodeRecord } from '../../../../src/store/records/node.ts'
import { decodePod } from '../../../../src/store/records/pod.ts'
import { podRecord } from '../../../../src/store/records/podRecord.ts'
import { Problem } from '../../../../src/store/records/problem.ts'
import { protobufReader } from '../../../../src/store/records/protobuf.ts'
import { pullSecretRecord } from '../../../../src/store/records/pullSecret.ts'
import { runtimeClassRecord } from '../../../../src/store/records/runtimeClass.ts'
import {
  at,
  bool,
  int,
  many,
  present,
  record,
  required,
  text,
  time,
  type Fields,
  type RecordTable,
} from '../../../../src/store/records/schema.ts'
import { serviceAccountRecord } from '../../../../src/store/records/serviceAccount.ts'
import { isObject, type JsonObject } from '../../../support/apiserver/json.ts'
import { arbitraryObject } from '../../../support/protobuf/arbitraryObject.ts'
import { encodeMessage } from '../../../support/protobuf/encode.ts'
import type { Message } from '../../../support/protobuf/fields.ts'
import { messages } from '../../../support/protobuf/messages.ts'
import { bytesField, textField, varintField } from '../../../support/protobuf/wireWriter.ts'
import { waitingPod } from './podFixture.ts'

/** A Secret that the watches deliver: they ask for two types. */
const pullSecrets = fc
  .tuple(arbitraryObject(messages.Secret), fc.constantFrom('kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'))
  .map(([secret, type]) => ({ ...secret, type }))

const kinds: readonly (readonly [string, RecordTable<Fields>, Message, Arbitrary<JsonObject>])[] = [
  ['Pod', podRecord, messages.Pod, arbitraryObject(messages.Pod)],
  ['Event', eventRecord, messages.Event, arbitraryObject(messages.Event)],
  ['Node', nodeRecord, messages.Node, arbitraryObject(messages.Node)],
  ['Namespace', namespaceRecord, messages.Namespace, arbitraryObject(messages.Namespace)],
  ['ServiceAccount', serviceAccountRecord, messages.ServiceAccount, arbitraryObject(messages.ServiceAccount)],
  ['Secret', pullSecretRecord, messages.Secret, pullSecrets],
  ['RuntimeClass', runtimeClassRecord, messages.RuntimeClass, arbitraryObject(messages.RuntimeClass)],
]

const pod = waitingPod()
const podBytes = encodeMessage(messages.Pod, pod)

test('a pod reads from protobuf as it does from JSON', () => {
  const decoded = decodePod(createInterner())(podBytes)
  expect(decoded).toStrictEqual(decodePod(createInterner())(pod))
  expect(decoded).toMatchObject({ ok: true, key: 'team-a/web-7d9c5b6f4d-x2x7k' })
})

describe.each(kinds)('%s', (_, table, message, object) => {
  const fromJson = jsonReader(table, createInterner())
  const fromProtobuf = protobufReader(table, createInterner())
  const encode = (json: JsonObject): Buffer => encodeMessage(message, json)

  law.prop([object])('whatever its fields, both readers give the same', (json) => {
    const wanted = fromJson(json)
    const read = fromProtobuf(encode(json))
    // Of several things that are wrong either may be told.
    if (wanted instanceof Problem) expect(read).toBeInstanceOf(Problem)
    else expect(read).toStrictEqual(wanted)
  })

  test('and most of what is tried can be read', () => {
    const tried = fc.sample(object, 200)
    expect(tried.filter((json) => !(fromJson(json) instanceof Problem)).length).toBeGreaterThan(50)
  })

  law.prop([object, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat()])(
    'bytes that are changed or cut anywhere are read or are a problem, nothing else',
    (json, changes, cut) => {
      const bytes = Buffer.from(encode(json))
      for (const [place, byte] of changes) if (bytes.length > 0) bytes[place % bytes.length] = byte
      expect(() => fromProtobuf(bytes.subarray(0, cut % (bytes.length + 1)))).not.toThrow()
    },
  )
})

law.prop([arbitraryObject(messages.Pod).filter(({ metadata }) => isObject(metadata ?? null))])(
  'unknown fields of every wire type are passed over',
  (json) => {
    const bytes = encodeMessage(messages.Pod, json)
    const unknown = [
      varintField(900, -1),
      bytesField(901, Buffer.from('later')),
      Buffer.from([0xb1, 0x38, 1, 2, 3, 4, 5, 6, 7, 8]),
      Buffer.from([0xb5, 0x38, 1, 2, 3, 4]),
    ]
    const read = protobufReader(podRecord, createInterner())
    expect(read(Buffer.concat([...unknown, bytes, ...unknown]))).toStrictEqual(read(bytes))
  },
)

const small = record({
  name: required(text(1)),
  count: int(2),
  state: at(3, { ready: bool(1), since: time(2) }),
  items: many(4, { name: required(text(1)), set: present(2) }),
})
const readSmall = (...fields: readonly Buffer[]) => {
  const read = protobufReader(small, createInterner())(Buffer.concat(fields))
  return read instanceof Problem ? read.text : read
}
const named = textField(1, 'a')

test('what is absent reads as in JSON', () => {
  expect(readSmall(named)).toStrictEqual({
    name: 'a',
    count: 0,
    state: { ready: false, since: undefined },
    items: [],
  })
})

test('two objects of one kind do not share what was gathered', () => {
  const read = protobufReader(small, createInterner())
  const item = bytesField(4, textField(1, 'x'))
  read(Buffer.concat([named, item, item]))
  expect(read(Buffer.concat([named, item]))).toMatchObject({ items: [{ name: 'x', set: false }] })
  expect(read(named)).toMatchObject({ items: [] })
})

const endless = Buffer.from([0x10, ...Array.from({ length: 11 }, () => 0xff)])

describe('what cannot be read is a problem that names its place', () => {
  test.each<[string, readonly Buffer[], string]>([
    ['nothing', [], 'name: required'],
    ['an empty name', [textField(1, '')], 'name: required'],
    ['a number where a text should be', [varintField(1, 7)], 'name: expected a string'],
    ['a text where a number should be', [named, textField(2, '7')], 'count: expected a whole number'],
    ['a number beyond 2^53', [named, varintField(2, 2n ** 62n)], 'count: expected a whole number'],
    ['a varint without end', [named, endless], 'count: MalformedBytes: a varint does not end'],
    [
      'a length beyond the end',
      [named, Buffer.from([0x1a, 0x7f])],
      'state: MalformedBytes: the message ends within a field',
    ],
    [
      'a length of 2^63',
      [named, Buffer.from([0x1a, ...Array.from({ length: 8 }, () => 0xff), 0x7f])],
      'state: MalformedBytes: the message ends within a field',
    ],
    [
      'a field that ends beyond its message',
      [named, bytesField(3, Buffer.from([0x12, 5]))],
      'state.since: MalformedBytes: the message ends within a field',
    ],
    [
      'a time beyond all calendars',
      [named, bytesField(3, bytesField(2, varintField(1, 2n ** 50n)))],
      'state.since: expected a time (RFC 3339)',
    ],
    ['a group', [named, Buffer.from([0x33])], 'MalformedBytes: a field has wire type 3, which Kubernetes does not use'],
    ['field 0', [named, Buffer.from([0x02, 0])], 'MalformedBytes: a field has a number that none can have'],
    ['the second item', [named, bytesField(4, named), bytesField(4, Buffer.alloc(0))], 'items[1].name: required'],
  ])('%s', (_, fields, problem) => {
    expect(readSmall(...fields)).toBe(problem)
  })
})

test.each([-1, -(2 ** 31), 2 ** 31 - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
  '%d is read as it is',
  (count) => {
    expect(readSmall(named, varintField(2, count))).toMatchObject({ count })
  },
)

test('an object that is damaged further on is still known by its name, so that what is held of it stays', () => {
  expect(decodePod(createInterner())(podBytes.subarray(0, podBytes.length - 3))).toStrictEqual({
    ok: false,
    key: 'team-a/web-7d9c5b6f4d-x2x7k',
    problem: 'status: MalformedBytes: the message ends within a field',
  })
})

test('the table of a custom resource has no reader: these are never sent as protobuf', () => {
  expect(() => protobufReader(imagePolicyRecord, createInterner())).toThrow(TypeError)
})
