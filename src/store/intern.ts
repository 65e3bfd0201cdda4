/** Gives back the first of several equal strings, so that a hundred thousand records hold one copy. */
export interface Interner {
  readonly text: (text: string) => string
}

/** Gives back the value first made under an equal key. Keys must be equal only where values are. */
export type Share<T> = (key: string, make: (key: string) => T) => T

/**
 * Characters of keys that one generation holds. 2 MiB has room for the namespaces, accounts and nodes (5,000) of the
 * largest cluster, and for 4,000 pod templates (a list names pods in key order, so those of one template come
 * together); two generations full of keys that nobody repeats stay under about 15 MB.
 */
export const generationBudget = 2 * 1024 * 1024

/** What an entry costs beside its characters: map slot, string header. */
const entryOverhead = 48

/**
 * A pool in two generations. When the young one is full it becomes the old one, and what the old one still holds is
 * dropped; an entry found in the old one moves on. So what recurs stays, what does not is gone after two generations,
 * and nothing has to be counted or freed. An entry dropped too early costs a second copy, never a wrong answer:
 * callers may take identity as a hint of equality, not its absence as a difference.
 */
export const createPool = <T>(budget = generationBudget): Share<T> => {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  let spent = 0

  const keep = (key: string, value: T): T => {
    spent += key.length + entryOverhead
    if (spent > budget) {
      old = young
      young = new Map()
      spent = key.length + entryOverhead
    }
    young.set(key, value)
    return value
  }

  return (key, make) => {
    const known = young.get(key)
    if (known !== undefined) return known
    return keep(key, old.get(key) ?? make(key))
  }
}

const itself = (text: string): string => text

/** One interner serves all kinds: namespaces and names recur across them. */
export const createInterner = (budget = generationBudget): Interner => {
  const share = createPool<string>(budget)
  return { text: (text) => share(text, itself) }
}

/**
 * Shares lists by their content: the pods of one template then hold one list of containers. The key is the list's
 * JSON, which cannot take two lists for one whatever a name contains. All empty lists are one.
 */
export const createListPool = <T>(budget = generationBudget): ((list: readonly T[]) => readonly T[]) => {
  const share = createPool<readonly T[]>(budget)
  const empty: readonly T[] = []
  return (list) => (list.length === 0 ? empty : share(JSON.stringify(list), () => list))
}
