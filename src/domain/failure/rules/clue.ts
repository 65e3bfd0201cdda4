import type { FailureClass } from '../cause.ts'

/**
 * Something that a text may say, as data: the whole table is compiled at once, so that a text is read once for all of
 * its phrases. Phrases are in lower case.
 */
export type Clue =
  | { readonly kind: 'says' | 'starts' | 'ends'; readonly phrases: readonly string[] }
  | { readonly kind: 'matches'; readonly phrase: string; readonly pattern: RegExp }
  | { readonly kind: 'follows'; readonly phrase: string; readonly pattern: RegExp; readonly words: readonly string[] }
  | { readonly kind: 'status'; readonly holds: (status: number) => boolean }
  | { readonly kind: 'all' | 'any'; readonly clues: readonly Clue[] }
  | { readonly kind: 'not'; readonly clue: Clue }

export interface Rule {
  readonly class: FailureClass
  readonly reason?: string
  /** What it names holds whoever asks: no other credential would change it. */
  readonly final?: true
  readonly when: Clue
}

/** Any of the phrases stands in the text. */
export const says = (...phrases: readonly string[]): Clue => ({ kind: 'says', phrases })

export const starts = (...phrases: readonly string[]): Clue => ({ kind: 'starts', phrases })

export const ends = (...phrases: readonly string[]): Clue => ({ kind: 'ends', phrases })

/**
 * For what no phrase can say. Every text that the pattern matches holds the phrase; the pattern has one way to read each
 * character, and a repetition in it stops at white space or a quote, so that trying it everywhere takes linear time.
 */
export const matches = (phrase: string, pattern: RegExp): Clue => ({ kind: 'matches', phrase, pattern })

/** Behind the first place that a pattern matches, and before the next quote, one of the words stands. */
export const follows = (phrase: string, pattern: RegExp, ...words: readonly string[]): Clue => ({
  kind: 'follows',
  phrase,
  pattern,
  words,
})

/** An HTTP status of 400 and above is told, and this holds of it. */
export const status = (holds: (status: number) => boolean): Clue => ({ kind: 'status', holds })

export const all = (...clues: readonly Clue[]): Clue => ({ kind: 'all', clues })

export const any = (...clues: readonly Clue[]): Clue => ({ kind: 'any', clues })

export const not = (clue: Clue): Clue => ({ kind: 'not', clue })
