import { createWrittenTable } from '../../../src/store/writtenTable.ts'

const version = (resourceVersion: string, uid = 'u1') => ({ uid, resourceVersion })

describe('records that we write ourselves: our answers and the watch come in either order', () => {
  test.each`
    what                                                                     | steps                                                           | holds
    ${'an answer before the watch tells'}                                    | ${[['upsert', '1'], ['written', '2'], ['upsert', '2']]}         | ${'2'}
    ${'a watch that lags behind our answer'}                                 | ${[['written', '5'], ['upsert', '4']]}                          | ${'5'}
    ${'an answer that comes after the watch has moved on'}                   | ${[['upsert', '9'], ['written', '8']]}                          | ${'9'}
    ${'versions are numbers, not texts'}                                     | ${[['upsert', '9'], ['written', '10']]}                         | ${'10'}
    ${'an answer never revives what is gone'}                                | ${[['upsert', '1'], ['remove', ''], ['written', '2']]}          | ${undefined}
    ${'the same name anew is another object, however old its version seems'} | ${[['upsert', '9'], ['upsert', '3', 'u2']]}                     | ${'3'}
    ${'an answer about the object before does not replace it'}               | ${[['upsert', '9'], ['upsert', '10', 'u2'], ['written', '11']]} | ${'10'}
    ${'versions that are no numbers count as newer'}                         | ${[['upsert', 'b'], ['upsert', 'a']]}                           | ${'a'}
  `(
    '$what',
    ({ steps, holds }: { steps: readonly (readonly [string, string, string?])[]; holds: string | undefined }) => {
      const table = createWrittenTable()
      for (const [step, resourceVersion, uid] of steps) {
        if (step === 'upsert') table.upsert('a/b', version(resourceVersion, uid))
        if (step === 'written') table.written('a/b', version(resourceVersion, uid))
        if (step === 'remove') table.remove('a/b')
      }
      expect(table.get('a/b')?.resourceVersion).toBe(holds)
    },
  )

  test('what changes nothing is not told', () => {
    const told: (string | undefined)[] = []
    const table = createWrittenTable(({ after }) => told.push(after?.resourceVersion))
    table.written('a/b', version('2'))
    table.upsert('a/b', version('2'))
    table.upsert('a/b', version('1'))
    expect(told).toEqual(['2'])
  })
})
