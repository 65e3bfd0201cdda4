import { createCounted } from './counted.ts'

/** Names by number, of nodes or namespaces; 0 is none. A name is held for as long as somebody counts on it. */
export interface NameNumbers {
  readonly nameOf: (number: number) => string | undefined
  readonly take: (name: string | undefined) => number
  readonly release: (number: number) => void
}

export const createNameNumbers = (): NameNumbers => {
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
