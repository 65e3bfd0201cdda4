import { afterWrite, isFight, nextWriteAt, overAt, type Rounds } from '../../plan/credentials/fight.ts'
import type { ContestedObject, ContestedObjects } from '../../plan/credentials/snapshot.ts'

/** What we keep writing because somebody else keeps undoing it. Lost on restart, and then noticed again. */
export interface Fights {
  /** A write that the API server took; `content` undefined when it took something of ours away. */
  readonly wrote: (namespace: string, object: string, content: string | undefined, now: number) => void
  /** Objects of a namespace that are fought over. */
  readonly in: (namespace: string, now: number) => ContestedObjects
  /** Who the other is, once it is known. */
  readonly name: (namespace: string, object: string, writer: string) => void
  /** Milliseconds until time changes what `in` says; undefined when it does not. */
  readonly changesInMs: (namespace: string, now: number) => number | undefined
  readonly forget: (namespace: string) => void
}

interface Contest {
  rounds: Rounds
  writer: string | undefined
}

const none: ContestedObjects = new Map()

/** Namespaces that are remembered; every write is, until it is old. */
const namespaceLimit = 5_000

export const createFights = (): Fights => {
  const byNamespace = new Map<string, Map<string, Contest>>()

  const drop = (namespace: string, object: string): void => {
    const contests = byNamespace.get(namespace)
    if (contests?.delete(object) && contests.size === 0) byNamespace.delete(namespace)
  }

  return {
    wrote: (namespace, object, content, now) => {
      if (content === undefined) return drop(namespace, object)
      const contests = byNamespace.get(namespace) ?? new Map<string, Contest>()
      byNamespace.set(namespace, contests)
      const before = contests.get(object)
      const [oldest] = byNamespace.keys()
      if (byNamespace.size > namespaceLimit && oldest !== undefined) byNamespace.delete(oldest)
      contests.set(object, { rounds: afterWrite(before?.rounds, content, now), writer: before?.writer })
    },
    in: (namespace, now) => {
      const contests = byNamespace.get(namespace)
      if (contests === undefined) return none
      for (const [object, { rounds }] of contests) if (overAt(rounds) <= now) drop(namespace, object)
      return new Map(
        [...contests].flatMap(([object, { rounds, writer }]): [string, ContestedObject][] =>
          isFight(rounds, now)
            ? [[object, { held: nextWriteAt(rounds) > now, ...(writer !== undefined && { writer }) }]]
            : [],
        ),
      )
    },
    name: (namespace, object, writer) => {
      const contest = byNamespace.get(namespace)?.get(object)
      if (contest !== undefined) contest.writer = writer
    },
    changesInMs: (namespace, now) => {
      const times = [...(byNamespace.get(namespace)?.values() ?? [])].flatMap(({ rounds }) =>
        isFight(rounds, now) ? [nextWriteAt(rounds), overAt(rounds)] : [],
      )
      const next = Math.min(...times.filter((time) => time > now))
      return next === Infinity ? undefined : next - now
    },
    forget: (namespace) => {
      byNamespace.delete(namespace)
    },
  }
}
