import { test as law, fc } from '@fast-check/jest'
import type { ObservedEvent } from '../../../src/domain/objects/event.ts'
import { createEventLog } from '../../../src/store/eventLog.ts'

const eventOf = (name: string, uid: string): ObservedEvent => ({
  namespace: 'a',
  name,
  involved: { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: uid, uid },
  reason: 'Failed',
  message: '',
  lastSeen: 0,
})

const limit = 4
const name = fc.constantFrom('e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7')
const change = fc.record({
  name,
  uid: fc.constantFrom('u1', 'u2'),
  kind: fc.constantFrom('upsert', 'upsert', 'remove'),
})

law.prop([fc.array(change, { maxLength: 80 })])(
  'holds the last so many that were told of, whatever went before',
  (changes) => {
    const log = createEventLog(limit)
    let wanted: ObservedEvent[] = []
    for (const { name: which, uid, kind } of changes) {
      wanted = wanted.filter((event) => event.name !== which)
      if (kind === 'remove') log.remove(which)
      else {
        const event = eventOf(which, uid)
        log.upsert(which, event)
        wanted = [...wanted, event].slice(-limit)
      }
      expect([...log.keys()]).toEqual(wanted.map((event) => event.name))
      for (const about of ['u1', 'u2']) {
        expect(log.about(about).map((event) => event.name)).toEqual(
          wanted
            .filter(({ involved }) => involved.uid === about)
            .map((event) => event.name)
            .toSorted(),
        )
      }
    }
  },
)
