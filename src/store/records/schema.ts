declare const valueType: unique symbol

/** One kept field: where it is in protobuf, what it is, and (for the compiler only) the type it reads as. */
export interface Field<T> {
  /** In k8s.io/api's generated.proto; 0 in a custom resource. */
  readonly number: number
  readonly shape: Shape
  readonly required: boolean
  readonly [valueType]?: T
}

export type Fields = Readonly<Record<string, Field<unknown>>>

/** What a field looks like on the wire: all that a decoder, of JSON or of protobuf, has to know. */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'interned' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int' }
  | { readonly kind: 'time' }
  | { readonly kind: 'present' }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'stringMap' }
  /** Record key to map key. */
  | { readonly kind: 'entries'; readonly of: 'text' | 'bytes'; readonly keys: Readonly<Record<string, string>> }
  | { readonly kind: 'message'; readonly as: 'value' | 'pointer' | 'inlined'; readonly fields: Fields }
  | { readonly kind: 'messages'; readonly fields: Fields }

export interface RecordTable<F extends Fields> {
  readonly fields: F
}

export type ValuesOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never
}

/** The type of what a table reads. Keys that are absent on the wire are there, undefined. */
export type RecordOf<T extends RecordTable<Fields>> = ValuesOf<T['fields']>

/** Stands for the field number in custom resources, which are never sent as protobuf. */
export const unnumbered = 0

/** The base64 of a `bytes` value could not be read. Only a dump or a test can contain that: the API server cannot. */
export const malformedBase64 = Symbol('malformed base64')
export type Bytes = Uint8Array | typeof malformedBase64

const field = <T>(number: number, shape: Shape): Field<T> => ({ number, shape, required: false })

/** The fields kept of a kind. */
export const record = <F extends Fields>(fields: F): RecordTable<F> => ({ fields })

/** Absence (of a text: emptiness, which protobuf cannot tell from it) makes the object malformed. */
export const required = <T>(optional: Field<T>): Field<Exclude<T, undefined>> => ({
  number: optional.number,
  shape: optional.shape,
  required: true,
})

/** A string of which few are alike; empty is absent. */
export const text = (number: number): Field<string | undefined> => field(number, { kind: 'text' })

/** A string that many objects share. */
export const interned = (number: number): Field<string | undefined> => field(number, { kind: 'interned' })

/** One of a closed set of words; any other is a problem. */
export const word = <const W extends string>(number: number, words: readonly W[]): Field<W | undefined> =>
  field(number, { kind: 'word', words })

/** Absent is false. */
export const bool = (number: number): Field<boolean> => field(number, { kind: 'bool' })

/** Absent is 0. */
export const int = (number: number): Field<number> => field(number, { kind: 'int' })

/** metav1.Time or MicroTime, as whole seconds since the epoch. */
export const time = (number: number): Field<number | undefined> => field(number, { kind: 'time' })

/** Whether a message is set, whatever it says. */
export const present = (number: number): Field<boolean> => field(number, { kind: 'present' })

/** Kept as it came; JSON only. */
export const opaque = (number: number): Field<unknown> => field(number, { kind: 'opaque' })

/** A repeated string; absent is empty. */
export const texts = (number: number): Field<readonly string[]> => field(number, { kind: 'texts' })

/** A `map<string, string>`, keys and values interned; absent is empty. */
export const stringMap = (number: number): Field<Readonly<Record<string, string>>> =>
  field(number, { kind: 'stringMap' })

/** A few entries of a `map<string, string>`, each under a name of our own. */
export const entries = <K extends string>(
  number: number,
  keys: Readonly<Record<K, string>>,
): Field<{ readonly [N in K]: string | undefined }> => field(number, { kind: 'entries', of: 'text', keys })

/** A few entries of a `map<string, bytes>` (base64 in JSON). */
export const bytesEntries = <K extends string>(
  number: number,
  keys: Readonly<Record<K, string>>,
): Field<{ readonly [N in K]: Bytes | undefined }> => field(number, { kind: 'entries', of: 'bytes', keys })

/** A message; an absent one reads as one without fields, as in protobuf. */
export const at = <F extends Fields>(number: number, fields: F): Field<ValuesOf<F>> =>
  field(number, { kind: 'message', as: 'value', fields })

/** A message whose absence says something. */
export const pointer = <F extends Fields>(number: number, fields: F): Field<ValuesOf<F> | undefined> =>
  field(number, { kind: 'message', as: 'pointer', fields })

/** A message that JSON writes into its parent (`json:",inline"`). */
export const inlined = <F extends Fields>(number: number, fields: F): Field<ValuesOf<F>> =>
  field(number, { kind: 'message', as: 'inlined', fields })

/** A repeated message; absent is empty. */
export const many = <F extends Fields>(number: number, fields: F): Field<readonly ValuesOf<F>[]> =>
  field(number, { kind: 'messages', fields })
