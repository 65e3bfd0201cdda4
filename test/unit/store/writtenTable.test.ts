import { createWrittenTable } from '../../../src/store/writtenTable.ts'

const version = (resourceVersion: string, uid = 'u1') => ({ uid, resourceVersion })

type Step = readonly ['upsert' | 'written' | 'listed' | 'remove' | 'gone', string | undefined, string?]

describe('records that we write ourselves: our answers and the watch come in either order', () => {
  test.each`
    what                                                                      | steps                                                           | holds
    ${'an answer before the watch tells'}                                     | ${[['upsert', '1'], ['written', '2'], ['upsert', '2']]}         | ${'2'}
    ${'a watch that lags behind our answer'}                                  | ${[['written', '5'], ['upsert', '4']]}                          | ${'5'}
    ${'an answer that comes after the watch has moved on'}                    | ${[['upsert', '9'], ['written', '8']]}                          | ${'9'}
    ${'versions are numbers, not texts'}                                      | ${[['upsert', '9'], ['written', '10']]}                         | ${'10'}
    ${'an answer never revives what is gone'}                                 | ${[['upsert', '1'], ['remove', undefined], ['written', '2']]}   | ${undefined}
    ${'a late word about the object before does not replace it'}              | ${[['upsert', '10', 'u2'], ['upsert', '9']]}                    | ${'10'}
    ${'nor does its end take the new one away'}                               | ${[['written', '10', 'u2'], ['remove', '9']]}                   | ${'10'}
    ${'the end of what is held'}                                              | ${[['upsert', '8'], ['remove', '9']]}                           | ${undefined}
    ${'an end without a version'}                                             | ${[['upsert', '8'], ['remove', undefined]]}                     | ${undefined}
    ${'an answer that the object before is gone says nothing of the new one'} | ${[['upsert', '10', 'u2'], ['gone', '', 'u1']]}                 | ${'10'}
    ${'an answer that what is held is gone'}                                  | ${[['upsert', '10', 'u2'], ['gone', '', 'u2']]}                 | ${undefined}
    ${'a list tells the truth, however old its version seems'}                | ${[['upsert', '9'], ['listed', '3', 'u2']]}                     | ${'3'}
    ${'an answer about the object before does not replace it'}                | ${[['upsert', '9'], ['upsert', '10', 'u2'], ['written', '11']]} | ${'10'}
    ${'versions that are no numbers count as newer'}                          | ${[['upsert', 'b'], ['upsert', 'a']]}                           | ${'a'}
  `('$what', ({ steps, holds }: { steps: readonly Step[]; holds: string | undefined }) => {
    const table = createWrittenTable()
    for (const [step, resourceVersion = '', uid] of steps) {
      if (step === 'remove') table.remove('a/b', resourceVersion || undefined)
      else if (step === 'gone') table.gone('a/b', uid)
      else table[step]('a/b', version(resourceVersion, uid))
    }
    expect(table.get('a/b')?.resourceVersion).toBe(holds)
  })

  test('what changes nothing is not told', () => {
    const told: (string | undefined)[] = []
    const table = createWrittenTable(({ after }) => told.push(after?.resourceVersion))
    table.written('a/b', version('2'))
    table.upsert('a/b', version('2'))
    table.upsert('a/b', version('1'))
    expect(told).toEqual(['2'])
  })
})
