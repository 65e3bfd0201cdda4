import { test as prop, fc } from '@fast-check/jest'
import { createInterner, createListPool, createPool } from '../../../src/store/intern.ts'

describe('a pool', () => {
  test('gives back what was first made under a key', () => {
    const share = createPool<readonly number[]>()
    const first = share('a', () => [1])
    expect(share('a', () => [1])).toBe(first)
    expect(share('b', () => [1])).not.toBe(first)
  })

  test('forgets what did not recur for two generations, and keeps what did', () => {
    const share = createPool<object>(1000)
    const recurring = share('recurring', () => ({}))
    const once = share('once', () => ({}))
    for (let index = 0; index < 100; index++) {
      share(`filler ${index}`, () => ({}))
      expect(share('recurring', () => ({}))).toBe(recurring)
    }
    expect(share('once', () => ({}))).not.toBe(once)
  })

  test('counts what its keys weigh, so that a few long ones end a generation too', () => {
    const share = createPool<object>(1000)
    const once = share('once', () => ({}))
    share('a'.repeat(900), () => ({}))
    share('b'.repeat(900), () => ({}))
    share('c'.repeat(900), () => ({}))
    expect(share('once', () => ({}))).not.toBe(once)
  })
})

describe('laws', () => {
  prop.prop([fc.array(fc.string()), fc.integer({ min: 0, max: 400 })])(
    'an interned text is the text, however small the pool',
    (texts, budget) => {
      const interner = createInterner(budget)
      expect(texts.map((text) => interner.text(text))).toEqual(texts)
    },
  )

  prop.prop([fc.array(fc.array(fc.string(), { maxLength: 3 }), { maxLength: 30 })])(
    'lists are one exactly when they are equal',
    (lists) => {
      const share = createListPool<string>()
      const shared = lists.map((list) => share(list))
      expect(shared).toEqual(lists)
      for (const [i, a] of lists.entries()) {
        for (const [j, b] of lists.entries()) {
          expect(shared[i] === shared[j]).toBe(JSON.stringify(a) === JSON.stringify(b))
        }
      }
    },
  )
})
