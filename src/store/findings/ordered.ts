import sortedBtree from 'sorted-btree'

/** Items in an order, of which the first can be had without a look at the rest. */
export interface Ordered<T> {
  readonly put: (item: T) => void
  /** Takes out the item that compares as equal. */
  readonly drop: (item: T) => void
  /** At most so many. */
  readonly first: (limit: number) => readonly T[]
  readonly size: () => number
}

// The library is CommonJS, whose default export a module sees within the whole.
const { default: BTree } = sortedBtree

/** @param compare gives 0 only for an item and itself */
export const createOrdered = <T>(compare: (a: T, b: T) => number): Ordered<T> => {
  const tree = new BTree<T, undefined>(undefined, compare)
  return {
    put: (item) => void tree.set(item, undefined),
    drop: (item) => void tree.delete(item),
    first: (limit) => {
      const items: T[] = []
      for (const item of tree.keys()) {
        if (items.length >= limit) break
        items.push(item)
      }
      return items
    },
    size: () => tree.size,
  }
}
