/** Asks the server to make so many workloads fail, or be well again, one after the other without a wait. */
export interface Turn {
  readonly workloads: number
  readonly failing: boolean
}

/** The policy's status as it was written. Milliseconds since the epoch. */
export interface StatusWrite {
  readonly at: number
  readonly failing: number
  /** JSON of the status. */
  readonly bytes: number
}

/** What the server answers once the status shows what is so. */
export interface Turned {
  /** When each workload's pod was changed, milliseconds since the epoch. */
  readonly changedAt: readonly number[]
  readonly writes: readonly StatusWrite[]
}
