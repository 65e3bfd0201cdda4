import { createCounted } from './counted.ts'

/** Names of nodes by number; 0 is no node. A name is held for as long as a pod is there. */
export interface NodeNumbers {
  readonly nameOf: (number: number) => string | undefined
  readonly take: (name: string | undefined) => number
  readonly release: (number: number) => void
}

export const createNodeNumbers = (): NodeNumbers => {
  const names = createCounted<string>()
  const numbers = new Map<string, number>()
  return {
    nameOf: names.at,
    take: (name) => {
      if (name === undefined) return 0
      const known = numbers.get(name)
      if (known !== undefined) {
        names.count(known)
        return known
      }
      const number = names.add(name)
      numbers.set(name, number)
      return number
    },
    release: (number) => {
      const gone = names.release(number)
      if (gone !== undefined) numbers.delete(gone)
    },
  }
}
