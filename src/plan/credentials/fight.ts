/** How often in a row we have written the same thing to one object, since somebody undoes it. */
export interface Rounds {
  /** What was written; another content is another matter, and begins anew. */
  readonly content: string
  readonly writes: number
  /** Of the last write, milliseconds since the epoch. */
  readonly at: number
}

/** So many writes of one thing within the memory are chance: a person who tries, an apply that is repeated. */
const toleratedWrites = 4

/** Two writes further apart have nothing to do with each other, milliseconds. Longer than the slowest pace. */
const memoryMs = 600_000

/** How the pace slows from the first write that is one too many, milliseconds: one minute, two, then every five. */
const paceMs = [60_000, 120_000, 300_000] as const

const slowest = 300_000

/** What lies in the future was before the clock was set back, and is forgotten: else it would hold for as long as that. */
const isRemembered = ({ at }: Rounds, now: number): boolean => at <= now && now - at < memoryMs

/** Counts a write. */
export const afterWrite = (before: Rounds | undefined, content: string, now: number): Rounds =>
  before !== undefined && before.content === content && isRemembered(before, now)
    ? { content, writes: before.writes + 1, at: now }
    : { content, writes: 1, at: now }

/** Whether somebody keeps undoing what we write. It lasts until nothing has been written for a while. */
export const isFight = (rounds: Rounds, now: number): boolean =>
  rounds.writes >= toleratedWrites && isRemembered(rounds, now)

/** When the next write may come, milliseconds since the epoch. */
export const nextWriteAt = (rounds: Rounds): number =>
  rounds.writes < toleratedWrites ? rounds.at : rounds.at + (paceMs[rounds.writes - toleratedWrites] ?? slowest)

/** When a fight is over if nothing more is written, milliseconds since the epoch. */
export const overAt = (rounds: Rounds): number => rounds.at + memoryMs
