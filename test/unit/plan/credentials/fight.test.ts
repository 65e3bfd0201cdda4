import { createFights } from '../../../../src/controllers/credentials/fights.ts'
import { afterWrite, isFight, nextWriteAt, overAt, type Rounds } from '../../../../src/plan/credentials/fight.ts'

const minute = 60_000

/** Writes of one content at these times. */
const writes = (times: readonly number[], content = 'a'): Rounds | undefined =>
  times.reduce<Rounds | undefined>((rounds, at) => afterWrite(rounds, content, at), undefined)

describe('a fight', () => {
  test.each<[string, readonly number[], boolean, number]>([
    ['one write', [0], false, 0],
    ['three quick ones: a person tries', [0, 100, 200], false, 0],
    ['four: somebody undoes them', [0, 100, 200, 300], true, minute],
    ['a fifth', [0, 0, 0, 0, minute], true, 2 * minute],
    ['a sixth', [0, 0, 0, 0, minute, 3 * minute], true, 5 * minute],
    ['many more', [0, 0, 0, 0, minute, 3 * minute, 8 * minute, 13 * minute], true, 5 * minute],
    ['once an hour: something else', [0, 60 * minute, 120 * minute, 180 * minute, 240 * minute], false, 0],
  ])('%s', (_, times, fights, pause) => {
    const rounds = writes(times)
    const last = times.at(-1) ?? 0
    expect(rounds && isFight(rounds, last)).toBe(fights)
    expect(rounds && nextWriteAt(rounds) - last).toBe(pause)
  })

  test('other content is no repetition: a source that is rotated often', () => {
    const rounds = ['a', 'b', 'c', 'd', 'e'].reduce<Rounds | undefined>(
      (before, of, at) => afterWrite(before, of, at),
      undefined,
    )
    expect(rounds && isFight(rounds, 5)).toBe(false)
  })

  test('begins anew when the clock was set back: nothing is held for as long as that', () => {
    const rounds = writes([60 * minute, 60 * minute, 60 * minute, 60 * minute])
    expect(rounds && isFight(rounds, 0)).toBe(false)
    expect(afterWrite(rounds, 'a', 0)).toEqual({ content: 'a', writes: 1, at: 0 })
  })

  test('is over when nothing had to be put right for ten minutes, which the slowest pace does not reach', () => {
    const rounds = writes([0, 0, 0, 0]) ?? { content: '', writes: 0, at: 0 }
    expect(overAt(rounds)).toBe(10 * minute)
    expect(isFight(rounds, 10 * minute - 1)).toBe(true)
    expect(isFight(rounds, 10 * minute)).toBe(false)
  })
})

describe('the fights of a namespace', () => {
  const fought = () => {
    const fights = createFights()
    for (const at of [0, 1, 2, 3]) fights.wrote('team', 'account/default', 'acme', at)
    return fights
  }

  test('what is held, and until when', () => {
    const fights = fought()
    expect(fights.in('team', 4)).toEqual(new Map([['account/default', { held: true }]]))
    expect(fights.changesInMs('team', 4)).toBe(minute - 1)
    expect(fights.in('team', minute + 3)).toEqual(new Map([['account/default', { held: false }]]))
    expect(fights.changesInMs('team', minute + 3)).toBe(9 * minute)
    expect(fights.in('team', 11 * minute)).toEqual(new Map())
    expect(fights.changesInMs('team', 11 * minute)).toBeUndefined()
  })

  test('the other is named, and stays named', () => {
    const fights = fought()
    fights.name('team', 'account/default', 'argocd')
    fights.wrote('team', 'account/default', 'acme', minute + 3)
    expect(fights.in('team', minute + 4)).toEqual(new Map([['account/default', { held: true, writer: 'argocd' }]]))
  })

  test('what we take away ourselves, nobody undid', () => {
    const fights = fought()
    fights.wrote('team', 'account/default', undefined, 5)
    expect(fights.in('team', 6)).toEqual(new Map())
  })

  test('another namespace has nothing to do with it', () => {
    expect(fought().in('other', 4)).toEqual(new Map())
  })
})
