import type { FailureClass } from '../cause.ts'
import type { Said } from '../said.ts'

/** Something that a text may say. Linear in the length of the text. */
export type Clue = (said: Said) => boolean

export interface Rule {
  readonly class: FailureClass
  readonly reason?: string
  readonly when: Clue
}

/** Any of the phrases, in lower case, stands in the text. */
export const says =
  (...phrases: readonly string[]): Clue =>
  ({ text }) =>
    phrases.some((phrase) => text.includes(phrase))

export const starts =
  (...phrases: readonly string[]): Clue =>
  ({ text }) =>
    phrases.some((phrase) => text.startsWith(phrase))

export const ends =
  (...phrases: readonly string[]): Clue =>
  ({ text }) =>
    phrases.some((phrase) => text.endsWith(phrase))

/** For what no phrase can say; the pattern must have one way to read each character. */
export const matches =
  (pattern: RegExp): Clue =>
  ({ text }) =>
    pattern.test(text)

export const status =
  (holds: (status: number) => boolean): Clue =>
  ({ statuses }) =>
    [...statuses].some(holds)

export const all =
  (...clues: readonly Clue[]): Clue =>
  (said) =>
    clues.every((clue) => clue(said))

export const any =
  (...clues: readonly Clue[]): Clue =>
  (said) =>
    clues.some((clue) => clue(said))

export const not =
  (clue: Clue): Clue =>
  (said) =>
    !clue(said)
