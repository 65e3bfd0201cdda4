/** What kind of thing is wrong with a field, in the words of apimachinery's field.ErrorType. */
export type FieldProblemCode = 'Required' | 'Invalid' | 'Duplicate' | 'NotSupported' | 'Forbidden' | 'Unknown'

export interface FieldProblem {
  readonly code: FieldProblemCode
  /** Such as `providers[0].matchImages[1]`; empty for the document as a whole. */
  readonly field: string
  /** What is wrong and what to do; never a value that could be a credential. */
  readonly message: string
}

export const printFieldProblem = ({ field, message }: FieldProblem): string =>
  field === '' ? message : `${field}: ${message}`

export type Report = (code: FieldProblemCode, field: string, message: string) => void

/** A name in quotes for a message, cut to 64 characters. */
export const quoted = (name: string): string => JSON.stringify(name.length > 64 ? `${name.slice(0, 63)}…` : name)
