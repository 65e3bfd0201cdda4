import { createKeyed } from './keyed.ts'

/** Names by number, of nodes or namespaces; 0 is none. A name is held for as long as somebody counts on it. */
export interface NameNumbers {
  readonly nameOf: (number: number) => string | undefined
  readonly take: (name: string | undefined) => number
  readonly release: (number: number) => void
}

export const createNameNumbers = (): NameNumbers => {
  const names = createKeyed<string>((name) => name)
  return {
    nameOf: names.at,
    take: (name) => (name === undefined ? 0 : names.take(name)),
    release: names.release,
  }
}
