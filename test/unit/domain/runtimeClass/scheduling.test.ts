import { fc, test as prop } from '@fast-check/jest'
import { handlerNameProblem, nodesWithHandler } from '../../../../src/domain/runtimeClass/handler.ts'
import { overheadOf, podRequests } from '../../../../src/domain/runtimeClass/overhead.ts'
import { mergeScheduling } from '../../../../src/domain/runtimeClass/scheduling.ts'
import {
  covers,
  mergeTolerations,
  untolerated,
  type Toleration,
} from '../../../../src/domain/runtimeClass/tolerations.ts'

describe('nodeSelectors of pod and class', () => {
  test.each([
    ['a class without scheduling', { disk: 'ssd' }, undefined, { disk: 'ssd' }],
    ['a pod without one', undefined, { kata: 'yes' }, { kata: 'yes' }],
    ['both', { disk: 'ssd' }, { kata: 'yes' }, { disk: 'ssd', kata: 'yes' }],
    ['the same of both', { kata: 'yes' }, { kata: 'yes' }, { kata: 'yes' }],
  ])('%s', (_, ofPod, ofClass, nodeSelector) => {
    const pod = ofPod === undefined ? {} : { nodeSelector: ofPod }
    expect(mergeScheduling(pod, ofClass && { nodeSelector: ofClass })).toMatchObject({ ok: true, nodeSelector })
  })

  test('every conflict is told, sorted', () => {
    const merged = mergeScheduling(
      { nodeSelector: { b: '1', a: '1', c: '1' } },
      { nodeSelector: { b: '2', a: '2', c: '1' } },
    )
    expect(merged).toEqual({
      ok: false,
      conflicts: [
        { key: 'a', classValue: '2', podValue: '1' },
        { key: 'b', classValue: '2', podValue: '1' },
      ],
    })
  })

  test('a key that is empty in the pod is a value, and a conflict', () => {
    expect(mergeScheduling({ nodeSelector: { a: '' } }, { nodeSelector: { a: 'x' } }).ok).toBe(false)
  })
})

describe('tolerations', () => {
  const equal = { key: 'a', operator: 'Equal', value: '1', effect: 'NoSchedule' }
  test.each<[string, Toleration, Toleration, boolean]>([
    ['itself', equal, equal, true],
    ['Exists covers Equal', { key: 'a', operator: 'Exists' }, equal, true],
    ['Equal does not cover Exists', equal, { key: 'a', operator: 'Exists' }, false],
    ['everything covers all', { operator: 'Exists' }, equal, true],
    ['another key', { key: 'b', operator: 'Exists' }, equal, false],
    ['every effect covers one', { ...equal, effect: '' }, equal, true],
    ['one effect does not cover every', equal, { ...equal, effect: '' }, false],
    [
      'for a while does not cover for ever',
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
      { key: 'a', operator: 'Exists', effect: 'NoExecute' },
      false,
    ],
    [
      'longer covers shorter',
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
      true,
    ],
  ])('%s', (_, wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected)
  })

  test('are united, the pod’s first, without what another covers', () => {
    expect(mergeTolerations([equal], [{ key: 'a', operator: 'Exists' }, { ...equal, key: 'b' }, equal])).toEqual([
      { key: 'a', operator: 'Exists' },
      { ...equal, key: 'b' },
    ])
  })

  const toleration = fc.record(
    {
      key: fc.constantFrom('', 'a', 'b'),
      operator: fc.constantFrom('Exists', 'Equal'),
      value: fc.constantFrom('', '1'),
      effect: fc.constantFrom('', 'NoSchedule', 'NoExecute'),
      tolerationSeconds: fc.constantFrom(1, 2),
    },
    { requiredKeys: ['key', 'operator', 'effect'] },
  )
  const list = fc.array(toleration, { maxLength: 6 })
  prop.prop([list, list])('the union covers each, holds nothing new, and uniting again changes nothing', (a, b) => {
    const merged = mergeTolerations(a, b)
    for (const each of [...a, ...b]) expect(merged.some((kept) => covers(kept, each))).toBe(true)
    for (const each of merged) expect([...a, ...b]).toContainEqual(each)
    expect(mergeTolerations(merged, [])).toEqual(merged)
  })

  test.each([
    ['none', [], 1],
    ['the key and value', [{ key: 'k', value: 'v' }], 0],
    ['another value', [{ key: 'k', value: 'w' }], 1],
    ['the key', [{ key: 'k', operator: 'Exists' }], 0],
    ['everything', [{ operator: 'Exists' }], 0],
    ['another effect', [{ key: 'k', operator: 'Exists', effect: 'NoExecute' }], 1],
    ['an operator that is not known', [{ key: 'k', operator: 'Gt', value: '1' }], 1],
  ])('a taint under %s', (_, tolerations, left) => {
    const taints = [
      { key: 'k', value: 'v', effect: 'NoSchedule' },
      { key: 'soft', effect: 'PreferNoSchedule' },
    ]
    expect(untolerated(taints, tolerations)).toHaveLength(left)
  })
})

describe('overhead', () => {
  const fixed = { cpu: '250m', memory: '120Mi' }
  test.each([
    ['no class, none written', undefined, undefined, { ok: true, overhead: undefined }],
    ['a class without', undefined, undefined, { ok: true, overhead: undefined }],
    ['the class’s', undefined, fixed, { ok: true, overhead: fixed }],
    ['written, the same', { cpu: '0.25', memory: '122880Ki' }, fixed, { ok: true, overhead: fixed }],
    ['written, empty', {}, fixed, { ok: true, overhead: fixed }],
    ['written, another', { cpu: '1' }, fixed, { ok: false }],
    ['written, and the class has none', { cpu: '1' }, undefined, { ok: false }],
    ['written empty, and the class has none', {}, undefined, { ok: false }],
  ])('%s', (_, ofPod, ofClass, expected) => {
    expect(overheadOf(ofPod, ofClass)).toMatchObject(expected)
  })

  test.each([
    [
      'containers together',
      [
        ['regular', '1'],
        ['regular', '500m'],
      ],
      '1750m',
    ],
    [
      'an init container that needs more',
      [
        ['init', '4'],
        ['regular', '1'],
      ],
      '4250m',
    ],
    [
      'one that runs beside a sidecar',
      [
        ['sidecar', '2'],
        ['init', '3'],
        ['regular', '1'],
      ],
      '5250m',
    ],
    [
      'one before the sidecar',
      [
        ['init', '3'],
        ['sidecar', '2'],
        ['regular', '1'],
      ],
      '3250m',
    ],
    ['nothing', [], '250m'],
  ] as const)('is added to %s', (_, containers, cpu) => {
    const asked = containers.map(([role, amount]) => ({ role, requests: { cpu: amount } }))
    expect(podRequests(asked, { cpu: '250m' })).toEqual({ cpu })
  })
})

describe('handlers', () => {
  test.each([
    ['kata', undefined],
    ['kata-qemu2', undefined],
    ['', 'required'],
    ['Kata', 'DNS label'],
    ['kata.qemu', 'DNS label'],
    ['-kata', 'DNS label'],
    ['kata-', 'DNS label'],
    ['k'.repeat(63), undefined],
    ['k'.repeat(64), '63'],
  ])('%j as a name: %s', (handler, problem) => {
    const found = handlerNameProblem(handler)
    if (problem === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(problem)
  })

  test('are known on nodes that report them', () => {
    const nodes = [
      { name: 'a', runtimeHandlers: ['', 'runc', 'kata'] },
      { name: 'b', runtimeHandlers: ['runc'] },
      { name: 'c' },
    ]
    expect(nodesWithHandler('kata', nodes)).toEqual({ having: ['a'], lacking: ['b'], unknown: ['c'] })
  })
})
