/** How a field of a Go type is written; `always` ones are written even when empty, as Go writes what is no pointer. */
export type Field = { readonly number: number } & (
  | { readonly as: 'text' | 'number' | 'bool'; readonly always: boolean }
  | { readonly as: 'time'; readonly always: boolean }
  | { readonly as: 'texts' | 'textMap' | 'bytesMap' | 'quantityMap' | 'intOrString' | 'json' }
  | { readonly as: 'message'; readonly always: boolean; readonly message: Message }
  | { readonly as: 'inlined'; readonly message: Message }
  | { readonly as: 'messages'; readonly message: Message }
)

/** By the field's name in JSON. */
export type Message = Readonly<Record<string, Field>>

export const text = (number: number): Field => ({ number, as: 'text', always: true })
export const optionalText = (number: number): Field => ({ number, as: 'text', always: false })
export const number = (at: number): Field => ({ number: at, as: 'number', always: true })
export const optionalNumber = (at: number): Field => ({ number: at, as: 'number', always: false })
export const bool = (at: number): Field => ({ number: at, as: 'bool', always: true })
export const optionalBool = (at: number): Field => ({ number: at, as: 'bool', always: false })
export const time = (at: number): Field => ({ number: at, as: 'time', always: true })
export const optionalTime = (at: number): Field => ({ number: at, as: 'time', always: false })
export const texts = (at: number): Field => ({ number: at, as: 'texts' })
export const textMap = (at: number): Field => ({ number: at, as: 'textMap' })
export const bytesMap = (at: number): Field => ({ number: at, as: 'bytesMap' })
export const quantityMap = (at: number): Field => ({ number: at, as: 'quantityMap' })
export const intOrString = (at: number): Field => ({ number: at, as: 'intOrString' })
/** Kept as JSON within protobuf (FieldsV1). */
export const json = (at: number): Field => ({ number: at, as: 'json' })
export const one = (at: number, message: Message): Field => ({ number: at, as: 'message', always: true, message })
export const pointer = (at: number, message: Message): Field => ({ number: at, as: 'message', always: false, message })
export const inlined = (at: number, message: Message): Field => ({ number: at, as: 'inlined', message })
export const many = (at: number, message: Message): Field => ({ number: at, as: 'messages', message })
