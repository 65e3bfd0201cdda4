import type { Change } from './table.ts'

/** Keys of records by something that many share. */
export interface GroupIndex {
  readonly keysOf: (group: string) => ReadonlySet<string>
  readonly groups: () => IterableIterator<string>
}

const none: ReadonlySet<string> = new Set()

/** Keeps an index in step with a table: pass `update` as part of the table's `index`. */
export const createGroupIndex = <R>(
  groupsOf: (record: R) => readonly string[],
): GroupIndex & { readonly update: (change: Change<R>) => void } => {
  const index = new Map<string, Set<string>>()

  const drop = (group: string, key: string): void => {
    const keys = index.get(group)
    keys?.delete(key)
    if (keys?.size === 0) index.delete(group)
  }

  return {
    keysOf: (group) => index.get(group) ?? none,
    groups: () => index.keys(),
    update: ({ key, before, after }) => {
      const old = before === undefined ? [] : groupsOf(before)
      const now = after === undefined ? [] : groupsOf(after)
      for (const group of old) if (!now.includes(group)) drop(group, key)
      for (const group of now) {
        const keys = index.get(group)
        if (keys === undefined) index.set(group, new Set([key]))
        else keys.add(key)
      }
    },
  }
}
