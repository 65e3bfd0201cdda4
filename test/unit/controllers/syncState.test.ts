import { createSyncs } from '../../../src/controllers/syncState.ts'

const synced = { kind: 'synced' } as const
const refused = { kind: 'refused', message: 'pods is forbidden' } as const

/** Whether a promise has resolved, once everything that is due has run. */
const settled = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => void setImmediate(resolve, false))])

describe('how far the watches are', () => {
  test('what is needed must have been seen, what is useful at least answered', async () => {
    const syncs = createSyncs()
    const ready = syncs.when(['pods'], ['events'])
    syncs.report('events', refused)
    expect(await settled(ready)).toBe(false)
    syncs.report('pods', refused)
    expect(await settled(ready)).toBe(false)
    syncs.report('pods', synced)
    expect(await settled(ready)).toBe(true)
  })

  test('what has been seen once counts, although it is refused now', async () => {
    const syncs = createSyncs()
    syncs.report('pods', synced)
    syncs.report('pods', refused)
    expect(await settled(syncs.when(['pods']))).toBe(true)
    expect(syncs.of('pods')).toEqual(refused)
  })

  test('impediments are told as they come and go, once each', async () => {
    const syncs = createSyncs()
    const told: (readonly string[])[] = []
    syncs.onImpediment(() => told.push(syncs.impediments()))
    const impeded = syncs.impeded()
    syncs.report('events', synced)
    expect(await settled(impeded)).toBe(false)
    syncs.report('pods', refused)
    syncs.report('pods', refused)
    expect(await settled(impeded)).toBe(true)
    syncs.report('pods', synced)
    expect(told).toEqual([['cannot watch pods: pods is forbidden'], []])
  })
})
