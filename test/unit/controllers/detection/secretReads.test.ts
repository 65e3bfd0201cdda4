import { createSecretReads } from '../../../../src/controllers/detection/secretReads.ts'
import type { SecretLook } from '../../../../src/controllers/cluster.ts'
import { ApiError, failureWithoutAnswer } from '../../../../src/kube/apiError.ts'
import { createStore } from '../../../../src/store/store.ts'

const setUp = () => {
  const enqueued: string[] = []
  const diagnosed: string[] = []
  const looks: string[] = []
  let answer: SecretLook | Error = { kind: 'absent' }
  let now = 0
  const reads = createSecretReads({
    store: createStore(),
    cluster: {
      lookAtSecret: (namespace, name) => {
        looks.push(`${namespace}/${name}`)
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
      },
    },
    enqueue: (key) => enqueued.push(key),
    diagnoseAgain: (subject) => diagnosed.push(subject),
    clock: () => now,
  })
  return {
    reads,
    look: (key: string) => reads.reconcile(key, new AbortController().signal),
    enqueued,
    diagnosed,
    looks,
    found: (next: SecretLook | Error) => {
      answer = next
    },
    pass: (ms: number) => {
      now += ms
    },
  }
}

const opaque: SecretLook = { kind: 'otherType', type: 'Opaque' }

describe('a pull secret that no watch shows', () => {
  test('is looked at once, and the pods that asked are diagnosed again', async () => {
    const { reads, look, enqueued, diagnosed, found } = setUp()
    found(opaque)
    expect(reads.want('shop', 'robot', 'shop/a')).toBe(true)
    expect(reads.want('shop', 'robot', 'shop/b')).toBe(true)
    expect(reads.otherTypeOf('shop', 'robot')).toBeUndefined()
    await look('shop/robot')
    expect(reads.otherTypeOf('shop', 'robot')).toBe('Opaque')
    expect(new Set(enqueued)).toEqual(new Set(['shop/robot']))
    expect(diagnosed).toEqual(['shop/a', 'shop/b'])
  })

  test('is not looked at again while what was seen is fresh, however often a pod backs off', async () => {
    const { reads, look, enqueued, found, pass } = setUp()
    found(opaque)
    reads.want('shop', 'robot', 'shop/a')
    await look('shop/robot')
    enqueued.length = 0
    pass(59_000)
    expect(reads.want('shop', 'robot', 'shop/a')).toBe(false)
    expect(enqueued).toEqual([])
    pass(2_000)
    expect(reads.want('shop', 'robot', 'shop/a')).toBe(false)
    expect(enqueued).toEqual(['shop/robot'])
  })

  test('that goes is absent at the next look', async () => {
    const { reads, look, diagnosed, found, pass } = setUp()
    found(opaque)
    reads.want('shop', 'robot', 'shop/a')
    await look('shop/robot')
    found({ kind: 'absent' })
    pass(61_000)
    reads.want('shop', 'robot', 'shop/a')
    await look('shop/robot')
    expect(reads.otherTypeOf('shop', 'robot')).toBeUndefined()
    expect(diagnosed).toEqual(['shop/a', 'shop/a'])
  })

  test('still as it was is no news', async () => {
    const { reads, look, diagnosed, found, pass } = setUp()
    found(opaque)
    reads.want('shop', 'robot', 'shop/a')
    await look('shop/robot')
    pass(61_000)
    reads.want('shop', 'robot', 'shop/a')
    await look('shop/robot')
    expect(diagnosed).toEqual(['shop/a'])
  })

  test('that may not be read counts as looked at; an API server that does not answer is asked again', async () => {
    const { reads, look, looks, found } = setUp()
    found(new ApiError({ code: 'Forbidden', status: 403, reason: 'Forbidden', message: 'no' }, 'GET'))
    reads.want('shop', 'robot', 'shop/a')
    await expect(look('shop/robot')).resolves.toBeDefined()
    found(new ApiError(failureWithoutAnswer('Unreadable', 'cut'), 'GET'))
    reads.want('shop', 'other', 'shop/a')
    await expect(look('shop/other')).rejects.toThrow()
    expect(reads.want('shop', 'other', 'shop/a')).toBe(true)
    expect(looks).toEqual(['shop/robot', 'shop/other'])
  })
})
