import { createSink, type Sink } from '../../../src/store/sync.ts'
import { createTable } from '../../../src/store/table.ts'
import { createWrittenTable } from '../../../src/store/writtenTable.ts'

interface Kept {
  readonly uid: string
  readonly resourceVersion: string
  readonly type: string
}

const kept = (uid: string, resourceVersion = '1', type = 'json'): Kept => ({ uid, resourceVersion, type })

describe('what a watch delivers into a table', () => {
  test('a list that ends takes away what it did not name, and nothing that it could not read', () => {
    const table = createTable<Kept>()
    const sink = createSink(table)
    for (const key of ['a', 'b', 'c']) sink.upsert(key, kept(key))
    sink.beginSync()
    sink.upsert('a', kept('a'))
    sink.retain('b')
    expect([...table.keys()]).toEqual(['a', 'b', 'c'])
    sink.endSync()
    expect([...table.keys()]).toEqual(['a', 'b'])
  })

  test('a list that begins again forgets what the first try had seen', () => {
    const table = createTable<Kept>()
    const sink = createSink(table)
    sink.upsert('a', kept('a'))
    sink.beginSync()
    sink.upsert('a', kept('a'))
    sink.beginSync()
    sink.endSync()
    expect(table.size()).toBe(0)
  })
})

describe('two watches, one per type, share a table: their streams come in either order', () => {
  const anew = kept('u2', '9', 'cfg')
  const made = (): { readonly get: () => Kept | undefined; readonly json: Sink<Kept>; readonly cfg: Sink<Kept> } => {
    const table = createWrittenTable<Kept>()
    const json = createSink(table, ({ type }) => type === 'json')
    const cfg = createSink(table, ({ type }) => type === 'cfg')
    json.upsert('a', kept('u1'))
    return { get: () => table.get('a'), json, cfg }
  }

  test.each<[string, (one: ReturnType<typeof made>) => void]>([
    [
      'the old one goes, then the new one comes',
      ({ json, cfg }) => {
        json.remove('a', '8')
        cfg.upsert('a', anew)
      },
    ],
    [
      'the new one comes, then the old one goes',
      ({ json, cfg }) => {
        cfg.upsert('a', anew)
        json.remove('a', '8')
      },
    ],
    [
      'the new one comes, then what the old one was last, and its end',
      ({ json, cfg }) => {
        cfg.upsert('a', anew)
        json.upsert('a', kept('u1', '7'))
        json.remove('a', '8')
      },
    ],
    [
      'the new one comes while the other list is under way',
      ({ json, cfg }) => {
        json.beginSync()
        cfg.upsert('a', anew)
        json.endSync()
      },
    ],
  ])('a name that is made anew with the other type stays: %s', (_, act) => {
    const one = made()
    act(one)
    expect(one.get()).toEqual(anew)
  })
})

describe('a list is the truth, also when it is older than what is held: etcd was restored', () => {
  test.each`
    what                           | during   | holds
    ${'in a list'}                 | ${true}  | ${'5'}
    ${'in a watch, which may lag'} | ${false} | ${'9'}
  `('an older version $what: $holds', ({ during, holds }: { during: boolean; holds: string }) => {
    const table = createWrittenTable<Kept>()
    const sink = createSink(table)
    sink.upsert('a', kept('u1', '9'))
    if (during) sink.beginSync()
    sink.upsert('a', kept('u1', '5'))
    if (during) sink.endSync()
    expect(table.get('a')?.resourceVersion).toBe(holds)
  })

  test('what a list only repeats is not told', () => {
    const told: unknown[] = []
    const table = createWrittenTable<Kept>((change) => told.push(change))
    const sink = createSink(table)
    for (let time = 0; time < 2; time += 1) {
      sink.beginSync()
      sink.upsert('a', kept('u1', '9'))
      sink.endSync()
    }
    expect(told).toHaveLength(1)
  })
})
