import type { Json } from '../json.ts'
import type { StatusCause } from '../status.ts'

// The texts are those of apimachinery/pkg/util/validation/field/errors.go, v1.36.

const shown = (value: Json | undefined): string => (value === undefined ? 'null' : JSON.stringify(value))

export const required = (field: string, why = ''): StatusCause => ({
  reason: 'FieldValueRequired',
  message: why === '' ? 'Required value' : `Required value: ${why}`,
  field,
})

export const invalidValue = (field: string, value: Json | undefined, why: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${shown(value)}: ${why}`,
  field,
})

export const typeInvalid = (field: string, value: Json | undefined, why: string): StatusCause => ({
  reason: 'FieldValueTypeInvalid',
  message: `Invalid value: ${shown(value)}: ${why}`,
  field,
})

export const notSupported = (field: string, value: Json | undefined, supported: readonly Json[]): StatusCause => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(', ')}`,
  field,
})

export const forbiddenField = (field: string, why: string): StatusCause => ({
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
  field,
})

export const duplicate = (field: string, value: Json): StatusCause => ({
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${shown(value)}`,
  field,
})

export const tooLong = (field: string, maximum: number): StatusCause => ({
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${maximum} bytes`,
  field,
})

export const tooMany = (field: string, actual: number, maximum: number): StatusCause => ({
  reason: 'FieldValueTooMany',
  message: `Too many: ${actual}: must have at most ${maximum} items`,
  field,
})
