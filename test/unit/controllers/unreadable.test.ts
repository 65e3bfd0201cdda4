import { createUnreadable } from '../../../src/controllers/unreadable.ts'
import { applyUpsert } from '../../../src/kube/apply.ts'
import type { Sink } from '../../../src/kube/sink.ts'
import { createSink } from '../../../src/store/sync.ts'
import { createTable } from '../../../src/store/table.ts'

/** What a watch tells of the policy `p`: that it can be read, that it cannot, or a list that does not name it. */
type Word = 'readable' | 'unreadable' | 'deleted' | 'list begins' | 'list ends'

const tellTo = () => {
  const unreadable = createUnreadable()
  const table = createTable<string>((change) => {
    if (change.after === undefined) whenGone.push(unreadable.names().has(change.key))
  })
  const whenGone: boolean[] = []
  const sink: Sink<string> = unreadable.clearing(createSink(table))
  const resource = {
    name: 'imagepolicies',
    path: '/p',
    keyOf: () => 'p',
    decode: (object: unknown) =>
      object === 'good'
        ? ({ ok: true, key: 'p', record: 'p' } as const)
        : ({ ok: false, key: 'p', problem: '' } as const),
  }
  const tell = (word: Word): void => {
    switch (word) {
      case 'readable':
        return applyUpsert(resource, sink, 'good', () => {})
      case 'unreadable':
        return applyUpsert(resource, sink, 'bad', ({ key }) => unreadable.add(key ?? ''))
      case 'deleted':
        return sink.remove('p')
      case 'list begins':
        return sink.beginSync()
      case 'list ends':
        return sink.endSync()
    }
  }
  return { tell, names: () => [...unreadable.names()], whenGone }
}

test.each<[string, readonly Word[], readonly string[]]>([
  ['it cannot be read', ['unreadable'], ['p']],
  ['it can be read after all', ['unreadable', 'readable'], []],
  ['it is gone', ['unreadable', 'deleted'], []],
  ['a new list still cannot read it', ['unreadable', 'list begins', 'unreadable', 'list ends'], ['p']],
  ['a list is under way', ['unreadable', 'list begins'], ['p']],
  ['a list finds it unreadable for the first time', ['list begins', 'unreadable', 'list ends'], ['p']],
  ['a new list does not name it: it went while the watch was cut', ['unreadable', 'list begins', 'list ends'], []],
  ['the same, and it could be read before that', ['readable', 'unreadable', 'list begins', 'list ends'], []],
  ['a list that begins again finds it', ['unreadable', 'list begins', 'list begins', 'unreadable', 'list ends'], ['p']],
])('of policies that cannot be read, when %s', (_, words, names) => {
  const { tell, names: now } = tellTo()
  for (const word of words) tell(word)
  expect(now()).toEqual(names)
})

test('a policy counts as readable before it is told that it is gone: then what it handed out is taken back', () => {
  const { tell, whenGone } = tellTo()
  for (const word of ['readable', 'unreadable', 'list begins', 'list ends'] as const) tell(word)
  expect(whenGone).toEqual([false])
})
