import type { Labels } from './labels.ts'

/** What is kept of a Namespace. */
export interface Namespace {
  readonly name: string
  readonly labels: Labels
  /** It has a deletionTimestamp: left alone, never blocked. */
  readonly terminating: boolean
}
