interface Keyed {
  readonly keys: () => Iterator<string>
}

/**
 * Gives the keys of a Map or Set from the oldest on, each once; whoever takes one deletes it. Asking the collection
 * anew each time would walk over all entries that were deleted before: 50 us for one of 20,000.
 */
export const createOldest = (collection: Keyed): (() => string | undefined) => {
  let walk = collection.keys()
  return () => {
    const next = walk.next()
    if (next.done !== true) return next.value
    walk = collection.keys()
    const first = walk.next()
    return first.done === true ? undefined : first.value
  }
}
