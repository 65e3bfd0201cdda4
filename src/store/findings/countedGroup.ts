import type { FindingGroup } from '../../domain/failure/findingGroup.ts'
import { createLeastText } from './leastText.ts'

/** A group as it is counted: which subject says what, and how many say the same. */
export interface CountedGroup {
  readonly put: (subject: string, message: string) => void
  readonly drop: (subject: string) => void
  /** The group as it stands; undefined when nobody is in it. */
  readonly show: () => FindingGroup | undefined
}

/** Of several messages the smallest is shown: which pod came first must not matter. */
export const createCountedGroup = (fixed: Omit<FindingGroup, 'message' | 'pods'>): CountedGroup => {
  const said = new Map<string, string>()
  const count = new Map<string, number>()
  const texts = createLeastText(count)

  const drop = (subject: string): void => {
    const message = said.get(subject)
    if (message === undefined) return
    said.delete(subject)
    const left = (count.get(message) ?? 0) - 1
    if (left > 0) count.set(message, left)
    else count.delete(message)
  }

  return {
    put: (subject, message) => {
      drop(subject)
      said.set(subject, message)
      const peers = count.get(message) ?? 0
      count.set(message, peers + 1)
      if (peers === 0) texts.add(message)
    },
    drop,
    show: () => (said.size === 0 ? undefined : { ...fixed, pods: said.size, message: texts.least() }),
  }
}
