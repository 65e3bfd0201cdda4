import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Json, JsonObject } from '../apiserver/json.ts'
import type { Field, Message } from './fields.ts'

/** Any text that UTF-8 can carry, often of the kind that names are made of. */
const anyText = fc.oneof(
  { weight: 20, arbitrary: fc.stringMatching(/^[a-z][-a-z0-9.]{0,12}$/) },
  { weight: 10, arbitrary: fc.string({ unit: 'grapheme', minLength: 1 }) },
  { weight: 10, arbitrary: fc.constantFrom('True', 'False', 'Always', 'kubernetes.io/dockerconfigjson', 'Failed') },
  { weight: 1, arbitrary: fc.constant('') },
)

const anyTime = fc
  .integer({ min: -4_000_000_000, max: 10_000_000_000 })
  .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'))

/** Among others the keys of which the product keeps the values. */
const anyKey = fc.oneof(
  fc.constantFrom(
    'pod-template-hash',
    'kubernetes.io/os',
    'kubernetes.io/arch',
    '.dockerconfigjson',
    '.dockercfg',
    'pullkeeper.dev/policy',
    'pullkeeper.dev/attached',
    'pullkeeper.dev/self',
    'app.kubernetes.io/managed-by',
  ),
  anyText.filter((key) => key !== '' && key !== '__proto__'),
)

const anyMap = (value: Arbitrary<Json>): Arbitrary<Json> =>
  fc.dictionary(anyKey, value, { maxKeys: 4, noNullPrototype: true })

const arbitraryValue = (field: Field): Arbitrary<Json> => {
  switch (field.as) {
    case 'text':
      return anyText
    case 'number':
      return fc.oneof(fc.integer(), fc.constant(0))
    case 'bool':
      return fc.boolean()
    case 'time':
      return anyTime
    case 'texts':
      return fc.array(anyText, { maxLength: 3 })
    case 'textMap':
      return anyMap(anyText)
    case 'bytesMap':
      return anyMap(fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')))
    case 'quantityMap':
      return anyMap(fc.constantFrom('100m', '1Gi'))
    case 'intOrString':
      return fc.oneof(fc.nat(65535), anyText)
    case 'json':
      return fc.constant({ 'f:metadata': {} })
    case 'message':
      return arbitraryObject(field.message)
    case 'messages':
      return fc.array(arbitraryObject(field.message), { maxLength: 3 })
    case 'inlined':
      return fc.constant(null)
    default:
      return field satisfies never
  }
}

/** Fields that stand in the parent in JSON, beside the parent's own. */
const flattened = (message: Message): readonly (readonly [string, Field])[] =>
  Object.entries(message).flatMap(([name, field]) =>
    field.as === 'inlined' ? flattened(field.message) : [[name, field] as const],
  )

/** Any object of a message, as JSON: mostly well formed, but any field may be null or empty. */
export const arbitraryObject = (message: Message): Arbitrary<JsonObject> =>
  fc.record(
    Object.fromEntries(
      flattened(message).map(([name, field]) => [
        name,
        fc.oneof({ weight: 30, arbitrary: arbitraryValue(field) }, { weight: 1, arbitrary: fc.constant(null) }),
      ]),
    ),
    { noNullPrototype: true },
  )
