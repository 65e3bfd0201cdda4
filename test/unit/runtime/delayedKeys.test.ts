import { fc, test as prop } from '@fast-check/jest'
import { createDelayedKeys } from '../../../src/runtime/delayedKeys.ts'

test('the earlier of two times counts', () => {
  const keys = createDelayedKeys()
  keys.put('a', 30)
  keys.put('a', 10)
  keys.put('a', 20)
  expect(keys.nextDueAt()).toBe(10)
  expect(keys.takeDue(9)).toEqual([])
  expect(keys.takeDue(10)).toEqual(['a'])
  expect(keys.takeDue(100)).toEqual([])
  expect(keys.nextDueAt()).toBeUndefined()
})

prop.prop([fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.nat(50))), fc.array(fc.nat(60))])(
  'keys come out once each, at their earliest time, in order: as from a sorted map',
  (puts, times) => {
    const keys = createDelayedKeys()
    const model = new Map<string, number>()
    for (const [key, dueAt] of puts) {
      keys.put(key, dueAt)
      model.set(key, Math.min(dueAt, model.get(key) ?? Infinity))
    }
    expect(keys.size).toBe(model.size)
    for (const now of times.toSorted((a, b) => a - b)) {
      const due = [...model].filter(([, dueAt]) => dueAt <= now)
      const taken = keys.takeDue(now)
      expect(taken.toSorted()).toEqual(due.map(([key]) => key).toSorted())
      expect(taken.map((key) => model.get(key))).toEqual(due.map(([, dueAt]) => dueAt).toSorted((a, b) => a - b))
      for (const [key] of due) model.delete(key)
      expect(keys.nextDueAt()).toBe(model.size === 0 ? undefined : Math.min(...model.values()))
    }
  },
)
