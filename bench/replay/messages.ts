/** What the replaying server is asked for. */
export interface Replay {
  readonly count: number
  /** 0: as fast as they are taken. */
  readonly perSecond: number
  readonly markEvery: number
}

/** What it answers when all has been sent; milliseconds since the epoch. */
export interface Replayed {
  readonly startedAt: number
  readonly endedAt: number
  readonly markedAt: readonly number[]
}
