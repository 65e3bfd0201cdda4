import { createProgress } from '../../../../src/controllers/credentials/progress.ts'
import { done } from '../../../../src/runtime/controller.ts'

const { signal } = new AbortController()

/** Reconciles that end when they are told to, and how often nothing was left unsettled. */
const scene = () => {
  const ends = new Map<string, PromiseWithResolvers<void>>()
  let settled = 0
  const progress = createProgress(() => {
    settled += 1
  })
  const reconcile = progress.observe(async (namespace) => {
    const end = Promise.withResolvers<void>()
    ends.set(namespace, end)
    await end.promise
    return done
  })
  return { progress, ends, settled: () => settled, begin: (namespace: string) => reconcile(namespace, signal) }
}

test('of many namespaces at once only the last to end is told of: a policy that goes is looked at once', async () => {
  const { ends, settled, begin, progress } = scene()
  const running = ['a', 'b', 'c'].map(begin)
  for (const [index, name] of ['b', 'a', 'c'].entries()) {
    expect([name, progress.unsettled(), settled()]).toEqual([name, true, 0])
    ends.get(name)?.resolve()
    await running[['a', 'b', 'c'].indexOf(name)]
    expect(settled()).toBe(index === 2 ? 1 : 0)
  }
})

test('a namespace that fails is waited for, until it has failed so often that it is not', async () => {
  const { ends, settled, begin, progress } = scene()
  for (const failures of [1, 2, 3, 4, 5]) {
    const running = begin('a')
    ends.get('a')?.reject(new Error('a webhook that cannot be called'))
    await expect(running).rejects.toThrow()
    expect({ failures, unsettled: progress.unsettled(), settled: settled() }).toEqual({
      failures,
      unsettled: failures < 5,
      settled: failures < 5 ? 0 : 1,
    })
  }
  expect(progress.refuses('a')).toBe(true)
})
