import { fc, test as prop } from '@fast-check/jest'
import { initialState, type WatchEffect } from '../../../../src/kube/watch/protocol.ts'
import { step } from '../../../../src/kube/watch/step.ts'
import {
  added,
  bookmark,
  broken,
  deleted,
  due,
  ended,
  endOfList,
  errorFrame,
  type Line,
  modified,
  opened,
  page,
  play,
  refused,
  silent,
} from './transcript.ts'

const synced: readonly Line[] = [
  [due, 'beginSync', 'watch-list'],
  [opened],
  [added('a', '7'), 'upsert a'],
  [endOfList('9'), 'endSync', 'synced'],
]

const pages: readonly Line[] = [
  [due, 'beginSync', 'watch-list'],
  [refused(422), 'restarted', 'beginSync', 'list'],
]

const transcripts: Readonly<Record<string, readonly Line[]>> = {
  'a watch-list, then changes': [
    ...synced,
    [added('b', '10'), 'upsert b'],
    [modified('a', '11'), 'upsert a'],
    [deleted('b', '12'), 'remove b'],
    [[300, ended], 'watch after 12'],
  ],
  'changes while the initial list is still coming': [
    [due, 'beginSync', 'watch-list'],
    [opened],
    [added('a', '7'), 'upsert a'],
    [modified('a', '11'), 'upsert a'],
    [deleted('a', '12'), 'remove a'],
    [endOfList('12'), 'endSync', 'synced'],
  ],
  'bookmarks move the place to resume from': [
    ...synced,
    [[60, bookmark('20')]],
    [[60, bookmark('30')]],
    [[180, ended], 'watch after 30'],
    [opened],
    [[300, ended], 'watch after 30'],
  ],
  'an object without a version does not move the place': [
    ...synced,
    [added('b'), 'upsert b'],
    [[300, ended], 'watch after 9'],
  ],
  'the connection breaks: resume after a back-off that grows, and is forgotten after a healthy stretch': [
    ...synced,
    [broken, 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [broken, 'retrying', 'wait 1000'],
    [due, 'watch after 9'],
    [opened],
    [[29, broken], 'retrying', 'wait 2000'],
    [due, 'watch after 9'],
    [opened],
    [[30, broken], 'retrying', 'wait 500'],
  ],
  'the connection breaks in the initial list: there is no place yet, start over': [
    [due, 'beginSync', 'watch-list'],
    [opened],
    [added('a', '7'), 'upsert a'],
    [broken, 'retrying', 'wait 500'],
    [due, 'beginSync', 'watch-list'],
  ],
  'no server for a long time: the back-off has an end, and the place is kept': [
    ...synced,
    ...[500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].flatMap((ms): readonly Line[] => [
      [broken, 'retrying', `wait ${ms}`],
      [due, 'watch after 9'],
    ]),
  ],
  'a watch that ends at once is not asked for again at once': [
    ...synced,
    [[300, ended], 'watch after 9'],
    [opened],
    [ended, 'retrying', 'wait 500'],
  ],
  'a silent connection is ended and resumed': [...synced, [[90, silent], 'disconnect', 'watch after 9']],
  'a server that accepts and says nothing': [
    [due, 'beginSync', 'watch-list'],
    [[90, silent], 'disconnect', 'retrying', 'wait 500'],
  ],
  '410 as a status: start over at once, without dropping anything': [
    ...synced,
    [[300, ended], 'watch after 9'],
    [refused(410), 'restarted', 'beginSync', 'watch-list'],
    [opened],
    [added('a', '50'), 'upsert a'],
    [endOfList('51'), 'endSync', 'synced'],
  ],
  '410 as an ERROR frame': [
    ...synced,
    [errorFrame(410, 'Expired'), 'disconnect', 'restarted', 'beginSync', 'watch-list'],
  ],
  '410 as an ERROR frame with reason Gone': [
    ...synced,
    [errorFrame(410, 'Gone'), 'disconnect', 'restarted', 'beginSync', 'watch-list'],
  ],
  'an API server that restarts, and then finds every place too old: no further wait': [
    ...synced,
    [broken, 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [broken, 'retrying', 'wait 1000'],
    [due, 'watch after 9'],
    [refused(410), 'restarted', 'beginSync', 'watch-list'],
  ],
  'reason Expired whatever the code': [
    ...synced,
    [errorFrame(500, 'Expired'), 'disconnect', 'restarted', 'beginSync', 'watch-list'],
  ],
  '410 again and again is not a busy loop': [
    ...synced,
    [errorFrame(410), 'disconnect', 'restarted', 'beginSync', 'watch-list'],
    [opened],
    [endOfList('51'), 'endSync', 'synced'],
    [errorFrame(410), 'disconnect', 'restarted', 'retrying', 'wait 500'],
    [due, 'beginSync', 'watch-list'],
    [errorFrame(410), 'disconnect', 'restarted', 'retrying', 'wait 1000'],
  ],
  'another ERROR frame: resume; after three in a row, start over': [
    ...synced,
    [errorFrame(500), 'disconnect', 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [errorFrame(500), 'disconnect', 'retrying', 'wait 1000'],
    [due, 'watch after 9'],
    [errorFrame(500), 'disconnect', 'restarted', 'retrying', 'wait 2000'],
    [due, 'beginSync', 'watch-list'],
  ],
  'a place in the future (etcd restored): 504 three times, start over': [
    ...synced,
    [[300, ended], 'watch after 9'],
    [refused(504), 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [refused(504), 'retrying', 'wait 1000'],
    [due, 'watch after 9'],
    [refused(504), 'restarted', 'retrying', 'wait 2000'],
    [due, 'beginSync', 'watch-list'],
  ],
  'errors between which something came do not count together': [
    ...synced,
    [errorFrame(500), 'disconnect', 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [errorFrame(500), 'disconnect', 'retrying', 'wait 1000'],
    [due, 'watch after 9'],
    [bookmark('10')],
    [errorFrame(500), 'disconnect', 'retrying', 'wait 2000'],
    [due, 'watch after 10'],
  ],
  'too many requests: when the server says, and not all at the same moment': [
    [due, 'beginSync', 'watch-list'],
    [refused(429, '7'), 'retrying', 'wait 7250'],
    [due, 'beginSync', 'watch-list'],
    [refused(429), 'retrying', 'wait 1000'],
  ],
  'server errors pass': [
    [due, 'beginSync', 'watch-list'],
    [refused(500), 'retrying', 'wait 500'],
    [due, 'beginSync', 'watch-list'],
    [refused(503, '1'), 'retrying', 'wait 1250'],
  ],
  'no permission: asked again ever more rarely; the place is kept when it is taken away for a while': [
    [due, 'beginSync', 'watch-list'],
    [refused(403), 'refused watch 403', 'wait 2000'],
    [due, 'beginSync', 'watch-list'],
    [refused(403), 'refused watch 403', 'wait 4000'],
    [due, 'beginSync', 'watch-list'],
    [opened],
    [endOfList('9'), 'endSync', 'synced'],
    [[300, ended], 'watch after 9'],
    [refused(401), 'retrying', 'wait 2000'],
    [due, 'watch after 9'],
    [refused(401), 'refused watch 401', 'wait 4000'],
    [due, 'watch after 9'],
  ],
  'permission that comes back while the place still holds: only the answer tells that all is well again': [
    ...synced,
    [[300, ended], 'watch after 9'],
    [refused(403), 'retrying', 'wait 2000'],
    [due, 'watch after 9'],
    [refused(403), 'refused watch 403', 'wait 4000'],
    [due, 'watch after 9'],
    [broken, 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [opened, 'synced'],
    [[300, ended], 'watch after 9'],
    [opened],
  ],
  'an API server that was restarted refuses everyone at first, until it has read its roles: nothing is made of it': [
    ...synced,
    [[300, broken], 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [refused(403), 'retrying', 'wait 2000'],
    [due, 'watch after 9'],
    [opened],
    [[300, broken], 'retrying', 'wait 500'],
    [due, 'watch after 9'],
    [refused(403), 'retrying', 'wait 2000'],
  ],
  'no such resource (its CRD is absent): whatever it is when it comes back, it is read anew': [
    ...synced,
    [[300, ended], 'watch after 9'],
    [refused(404), 'refused watch 404', 'wait 2000'],
    [due, 'beginSync', 'watch-list'],
  ],
  'an API server that forbids sendInitialEvents (422): pages, then a watch from where they end': [
    ...pages,
    [page(['a', 'b'], { resourceVersion: '5', next: 'c1' }), 'upsert a b', 'list c1'],
    [page(['c'], { resourceVersion: '5' }), 'upsert c', 'endSync', 'synced', 'watch after 5'],
    [opened],
    [added('d', '6'), 'upsert d'],
    [[300, ended], 'watch after 6'],
  ],
  'one that calls it a bad request': [
    [due, 'beginSync', 'watch-list'],
    [refused(400), 'restarted', 'beginSync', 'list'],
  ],
  'the refusal is remembered': [
    ...pages,
    [page([], { resourceVersion: '5' }), 'upsert ', 'endSync', 'synced', 'watch after 5'],
    [opened],
    [[300, errorFrame(410)], 'disconnect', 'restarted', 'beginSync', 'list'],
  ],
  'a server that ignores sendInitialEvents shows it by a plain bookmark': [
    [due, 'beginSync', 'watch-list'],
    [opened],
    [added('a', '7'), 'upsert a'],
    [[60, bookmark('9')], 'disconnect', 'restarted', 'beginSync', 'list'],
  ],
  'or by going silent without an end of the list': [
    [due, 'beginSync', 'watch-list'],
    [opened],
    [added('a', '7'), 'upsert a'],
    [[90, silent], 'disconnect', 'restarted', 'beginSync', 'list'],
  ],
  'or by ending the watch before the list, time and again': [
    [due, 'beginSync', 'watch-list'],
    [opened],
    [ended, 'retrying', 'wait 500'],
    [due, 'beginSync', 'watch-list'],
    [opened],
    [ended, 'retrying', 'wait 1000'],
    [due, 'beginSync', 'watch-list'],
    [opened],
    [ended, 'restarted', 'beginSync', 'list'],
  ],
  'a continue token that expired: list again': [
    ...pages,
    [page(['a'], { next: 'c1' }), 'upsert a', 'list c1'],
    [refused(410), 'restarted', 'beginSync', 'list'],
    [page(['a'], { next: 'c2' }), 'upsert a', 'list c2'],
    [refused(410), 'restarted', 'retrying', 'wait 500'],
    [due, 'beginSync', 'list'],
  ],
  'a page that failed is asked for again, not the whole list': [
    ...pages,
    [page(['a'], { next: 'c1' }), 'upsert a', 'list c1'],
    [broken, 'retrying', 'wait 500'],
    [due, 'list c1'],
    [page(['b'], { resourceVersion: '5' }), 'upsert b', 'endSync', 'synced', 'watch after 5'],
  ],
  'refusals after an outage, and an outage after refusals, begin their waits anew': [
    [due, 'beginSync', 'watch-list'],
    [broken, 'retrying', 'wait 500'],
    [due, 'beginSync', 'watch-list'],
    [broken, 'retrying', 'wait 1000'],
    [due, 'beginSync', 'watch-list'],
    [refused(404), 'refused watch 404', 'wait 2000'],
    [due, 'beginSync', 'watch-list'],
    [refused(404), 'refused watch 404', 'wait 4000'],
    [due, 'beginSync', 'watch-list'],
    [broken, 'retrying', 'wait 500'],
  ],
  'no permission to list': [...pages, [refused(403), 'refused list 403', 'wait 2000'], [due, 'beginSync', 'list']],
  'what is left of a connection that is over is ignored': [
    ...synced,
    [broken, 'retrying', 'wait 500'],
    [added('late', '99')],
    [ended],
    [broken],
    [due, 'watch after 9'],
    [due],
    [page(['late'], {})],
  ],
}

describe('a watch', () => {
  test.each(Object.entries(transcripts))('%s', (_, transcript) => {
    expect(play(transcript)).toEqual(transcript)
  })
})

const query = (effects: readonly WatchEffect[]) =>
  effects.flatMap((effect) => ('query' in effect ? [effect.query] : []))

describe('the requests', () => {
  const first = step(initialState, { kind: 'due', now: 0, random: 0.5 })

  test('a watch-list asks for everything as new as can be', () => {
    expect(query(first.effects)).toEqual([
      {
        watch: 1,
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: true,
        timeoutSeconds: 450,
      },
    ])
  })

  test('pages leave resourceVersion unset', () => {
    const listing = step(first.next, { ...refused(422), now: 0, random: 0.5 })
    expect(query(listing.effects)).toEqual([{ limit: 500, continue: undefined }])
    const next = step(listing.next, { ...page([], { next: 'more' }), now: 0, random: 0.5 })
    expect(query(next.effects)).toEqual([{ limit: 500, continue: 'more' }])
  })

  test('resuming asks for bookmarks, and to be ended some time', () => {
    const state = step(first.next, { ...endOfList('9'), now: 0, random: 0 }).next
    const resumed = step(step(state, { ...broken, now: 0, random: 0 }).next, { kind: 'due', now: 0, random: 0 })
    expect(query(resumed.effects)).toEqual([
      { watch: 1, resourceVersion: '9', allowWatchBookmarks: true, timeoutSeconds: 300 },
    ])
  })
})

const anyEvent = fc.constantFrom(
  due,
  opened,
  ended,
  silent,
  broken,
  added('a', '1'),
  deleted('a', '2'),
  bookmark('3'),
  endOfList('4'),
  ...[400, 401, 403, 404, 410, 422, 429, 500, 504].map((status) => refused(status)),
  ...[403, 410, 429, 500].map((code) => errorFrame(code)),
  page(['a'], { next: 'c' }),
  page(['b'], { resourceVersion: '5' }),
)

prop.prop([fc.array(fc.tuple(anyEvent, fc.nat(120)), { maxLength: 60 })])(
  'whatever happens, one thing is under way, and the sink is never told an end without a beginning',
  (events) => {
    let state = initialState
    let now = 0
    let underWay: string | undefined = 'wait'
    let syncing: boolean | undefined
    for (const [event, seconds] of events) {
      now += seconds * 1000
      const { next, effects } = step(state, { ...event, now, random: 0.5 })
      if (next !== state && (event.kind === 'due' || event.kind === 'page')) underWay = undefined
      if (next !== state && (event.kind === 'failed' || event.kind === 'ended')) underWay = undefined
      for (const effect of effects) {
        if (effect.do === 'disconnect') underWay = undefined
        if (effect.do === 'watch' || effect.do === 'list' || effect.do === 'wait') {
          expect(underWay).toBeUndefined()
          underWay = effect.do
        }
        if (effect.do === 'beginSync') syncing = true
        if (effect.do === 'upsert' || effect.do === 'remove') expect(syncing).toBeDefined()
        if (effect.do === 'endSync') {
          expect(syncing).toBe(true)
          syncing = false
        }
      }
      state = next
      const expected = { waiting: 'wait', paging: 'list', streaming: 'watch', watching: 'watch' }[state.phase]
      expect(underWay).toBe(expected)
    }
  },
)
