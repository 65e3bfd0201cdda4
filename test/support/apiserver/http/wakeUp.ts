import type { Collection } from '../storage/collection.ts'
import type { Output } from './output.ts'

export type Reason = 'change' | 'bookmark' | 'timeout' | 'closed'

/** What an idle watch waits for. A reason that comes while nobody waits is kept; the gravest wins. */
export interface WakeUp {
  next: () => Promise<Reason>
  stop: () => void
}

const GRAVITY: readonly Reason[] = ['change', 'bookmark', 'timeout', 'closed']

export const wakeUp = (
  collection: Collection,
  output: Output,
  timeoutMilliseconds: number,
  bookmarkMilliseconds: number,
): WakeUp => {
  let pending: Reason | undefined
  let waiting: ((reason: Reason) => void) | undefined

  const wake = (reason: Reason) => {
    if (pending === undefined || GRAVITY.indexOf(reason) > GRAVITY.indexOf(pending)) pending = reason
    const resolve = waiting
    if (!resolve) return
    waiting = undefined
    const told = pending
    pending = undefined
    resolve(told)
  }

  const unsubscribe = collection.onChange(() => wake('change'))
  const timeout = setTimeout(() => wake('timeout'), timeoutMilliseconds)
  const bookmark = setInterval(() => wake('bookmark'), bookmarkMilliseconds)
  output.onClose(() => wake('closed'))

  return {
    next: () => {
      if (pending === undefined)
        return new Promise((resolve) => {
          waiting = resolve
        })
      const told = pending
      pending = undefined
      return Promise.resolve(told)
    },
    stop: () => {
      unsubscribe()
      clearTimeout(timeout)
      clearInterval(bookmark)
    },
  }
}
