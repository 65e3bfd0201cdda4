import { test as prop, fc } from '@fast-check/jest'
import { createInterner } from '../../../../src/store/intern.ts'
import type { Decode } from '../../../../src/store/records/decoded.ts'
import { decodeEvent } from '../../../../src/store/records/event.ts'
import { decodeImagePolicy } from '../../../../src/store/records/imagePolicy.ts'
import { decodeNamespace } from '../../../../src/store/records/namespace.ts'
import { decodeNode } from '../../../../src/store/records/node.ts'
import { decodePod } from '../../../../src/store/records/pod.ts'
import { decodePullSecret } from '../../../../src/store/records/pullSecret.ts'
import { decodeRuntimeClass } from '../../../../src/store/records/runtimeClass.ts'
import { decodeServiceAccount } from '../../../../src/store/records/serviceAccount.ts'
import { withValue, type Json } from './objects.ts'
import { waitingPod } from './podFixture.ts'

const interner = createInterner(10_000)
const decoders: Readonly<Record<string, Decode<unknown>>> = {
  Event: decodeEvent(interner),
  ImagePolicy: decodeImagePolicy(interner),
  Namespace: decodeNamespace(interner),
  Node: decodeNode(interner),
  Pod: decodePod(interner),
  PullSecret: decodePullSecret(interner, { keepConfig: () => true }),
  RuntimeClass: decodeRuntimeClass(interner),
  ServiceAccount: decodeServiceAccount(interner),
}

const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)))

const pathsOf = (value: Json, path: readonly string[] = []): readonly string[] => [
  ...(path.length > 0 ? [path.join('.')] : []),
  ...(value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, item]) => (key.includes('.') ? [] : pathsOf(item, [...path, key])))
    : []),
]

/** What a problem's path names: `a[0]["b"].c` as `a.0.b.c`. */
const plain = (path: string): string => path.replaceAll(/\["?([^"\]]+)"?\]/g, '.$1')

const holdsTogether = (decode: Decode<unknown>, object: unknown): void => {
  const decoded = decode(object)
  if (decoded.ok) expect(decoded.key).not.toBe('')
  else expect(decoded.problem).not.toBe('')
}

describe.each(Object.entries(decoders))('%s', (_, decode) => {
  prop.prop([fc.anything()])('anything is a record or a problem, never an exception', (object) => {
    holdsTogether(decode, object)
  })

  prop.prop([json, json, json, json])('so is what has the outline of an object', (name, spec, status, data) => {
    holdsTogether(decode, { metadata: { name, namespace: name, uid: name, labels: spec }, spec, status, data })
  })
})

prop.prop([fc.constantFrom(...pathsOf(waitingPod())), json])(
  'a pod broken at one place is read, or the problem names that place',
  (path, value) => {
    const decoded = decodePod(interner)(withValue(waitingPod(), path, value))
    if (decoded.ok) return
    const named = plain(decoded.problem.slice(0, decoded.problem.lastIndexOf(': ')))
    expect(named === path || named.startsWith(`${path}.`)).toBe(true)
  },
)
