import { test as prop, fc } from '@fast-check/jest'
import { compileSelector, selectorProblem, type LabelSelector } from '../../../../src/domain/objects/labelSelector.ts'

const labels = { team: 'web', tier: '' }

describe('a selector, as apimachinery reads it', () => {
  test.each<[string, LabelSelector, boolean]>([
    ['nothing asked', {}, true],
    ['empty lists', { matchLabels: {}, matchExpressions: [] }, true],
    ['label equal', { matchLabels: { team: 'web' } }, true],
    ['label differs', { matchLabels: { team: 'api' } }, false],
    ['label absent', { matchLabels: { zone: 'a' } }, false],
    ['empty value is not absence', { matchLabels: { tier: '' } }, true],
    ['empty value is not had by absence', { matchLabels: { zone: '' } }, false],
    ['In', { matchExpressions: [{ key: 'team', operator: 'In', values: ['api', 'web'] }] }, true],
    ['In, absent key', { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }, false],
    ['NotIn, among', { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['web'] }] }, false],
    ['NotIn, another', { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['api'] }] }, true],
    ['NotIn, absent key', { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
    ['NotIn empty, absent key', { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: [''] }] }, true],
    ['Exists', { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    ['Exists, absent', { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
    ['Exists, a name that every object has', { matchExpressions: [{ key: 'toString', operator: 'Exists' }] }, false],
    ['DoesNotExist', { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
    ['DoesNotExist, there', { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }, false],
    ['all must hold', { matchLabels: { team: 'web' }, matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
  ])('%s', (_, selector, selects) => {
    expect(compileSelector(selector)(labels)).toBe(selects)
  })

  prop.prop([
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', '')),
    fc.constantFrom('a', 'b', 'c'),
    fc.array(fc.constantFrom('x', 'y', ''), { minLength: 1 }),
  ])('In and NotIn, Exists and DoesNotExist are opposites', (some, key, values) => {
    const selects = (selector: LabelSelector): boolean => compileSelector(selector)(some)
    expect(selects({ matchExpressions: [{ key, operator: 'In', values }] })).toBe(
      !selects({ matchExpressions: [{ key, operator: 'NotIn', values }] }),
    )
    expect(selects({ matchExpressions: [{ key, operator: 'Exists' }] })).toBe(
      !selects({ matchExpressions: [{ key, operator: 'DoesNotExist' }] }),
    )
  })
})

describe('what apimachinery would refuse', () => {
  test.each<[LabelSelector, string | undefined]>([
    [{}, undefined],
    [{ matchLabels: { 'app.kubernetes.io/name': 'web', tier: '' } }, undefined],
    [{ matchLabels: { 'not a key': 'x' } }, 'matchLabels: "not a key" is not a label key'],
    [{ matchLabels: { '/name': 'x' } }, 'matchLabels: "/name" is not a label key'],
    [{ matchLabels: { 'a/b/c': 'x' } }, 'matchLabels: "a/b/c" is not a label key'],
    [{ matchLabels: { ['a'.repeat(64)]: 'x' } }, `matchLabels: "${'a'.repeat(64)}" is not a label key`],
    [{ matchLabels: { a: 'x y' } }, 'matchLabels["a"]: not a label value'],
    [
      { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x y'] }] },
      'matchExpressions[0].values: not label values',
    ],
    [{ matchExpressions: [{ key: 'a', operator: 'In' }] }, 'matchExpressions[0].values: In needs at least one'],
    [
      { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }] },
      'matchExpressions[0].values: Exists takes none',
    ],
    [
      {
        matchExpressions: [
          { key: 'a', operator: 'Exists' },
          { key: '', operator: 'Exists' },
        ],
      },
      'matchExpressions[1].key is not a label key',
    ],
  ])('%j: %s', (selector, problem) => {
    expect(selectorProblem(selector)).toBe(problem)
  })
})
