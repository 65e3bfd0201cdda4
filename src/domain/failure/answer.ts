import type { Cause } from './cause.ts'

/** A conclusion in words: what happened, with the names in it, and what to do, with who can do it. */
export interface Answer {
  readonly cause: Cause
  readonly happened: string
  readonly remedy: string
}
