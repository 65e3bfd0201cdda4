import { jsonCodec } from '../../../src/kube/jsonCodec.ts'

const decode = (value: unknown) => jsonCodec.decodeFrame(Buffer.from(JSON.stringify(value)))

test.each(['ADDED', 'MODIFIED', 'DELETED'])('%s carries its object and version', (type) => {
  const object = { metadata: { name: 'a', resourceVersion: '7' } }
  expect(decode({ type, object })).toEqual({ type, object, resourceVersion: '7' })
})

test.each`
  annotations                                | ends
  ${{ 'k8s.io/initial-events-end': 'true' }} | ${true}
  ${{ 'k8s.io/initial-events-end': 'no' }}   | ${false}
  ${undefined}                               | ${false}
`('a bookmark annotated $annotations ends the initial list: $ends', ({ annotations, ends }) => {
  expect(decode({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '9', annotations } } })).toEqual({
    type: 'BOOKMARK',
    resourceVersion: '9',
    endsInitialList: ends,
  })
})

test('ERROR carries a metav1.Status', () => {
  const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (5)' }
  expect(decode({ type: 'ERROR', object: status })).toEqual({
    type: 'ERROR',
    failure: { code: 'Expired', status: 410, reason: 'Expired', message: 'too old resource version: 1 (5)' },
  })
})

test.each([{ type: 'RENAMED', object: {} }, {}, null, 3, []])('%j is no watch event', (value) => {
  expect(() => decode(value)).toThrow('the frame is no watch event')
})

test('bytes that are no JSON are not quoted: they may be a Secret', () => {
  const secret = Buffer.from('{"password":"hunter2')
  expect(() => jsonCodec.decodeFrame(secret)).toThrow(new TypeError('20 bytes are not JSON'))
})

describe('a list', () => {
  test.each`
    body                                                                 | page
    ${{ items: [1], metadata: { resourceVersion: '5' } }}                | ${{ items: [1], resourceVersion: '5' }}
    ${{ items: [1], metadata: { resourceVersion: '5', continue: 'c' } }} | ${{ items: [1], resourceVersion: '5', next: 'c' }}
    ${{ items: null, metadata: { resourceVersion: '5', continue: '' } }} | ${{ items: [], resourceVersion: '5' }}
  `('$body', ({ body, page }) => {
    expect(jsonCodec.decodeList(Buffer.from(JSON.stringify(body)))).toEqual(page)
  })

  test.each([{}, null, { items: {} }])('%j is none', (body) => {
    expect(() => jsonCodec.decodeList(Buffer.from(JSON.stringify(body)))).toThrow('the answer is no list')
  })
})
