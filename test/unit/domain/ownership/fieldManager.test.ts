import { otherWriter, type FieldManager } from '../../../../src/domain/ownership/fieldManager.ts'
import { decodeFieldManagers } from '../../../../src/store/records/fieldManagers.ts'

const wrote = (manager: string, time: string, ...fields: readonly string[]): FieldManager => ({
  manager,
  operation: 'Update',
  time,
  fields: new Set(fields),
})

const list = ['f:imagePullSecrets']
const ours = wrote('pullkeeper', '2026-11-24T10:00:05Z', 'f:imagePullSecrets', 'f:metadata')

describe('who else writes an object', () => {
  test.each<[string, readonly FieldManager[], string | undefined]>([
    ['nobody but us', [ours], undefined],
    [
      'who owns the list',
      [ours, wrote('argocd', '2026-11-24T09:00:00Z', ...list), wrote('x', '2026-11-24T10:00:00Z')],
      'argocd',
    ],
    [
      'of two who own it the later',
      [wrote('a', '2026-11-24T09:00:00Z', ...list), wrote('b', '2026-11-24T10:00:00Z', ...list)],
      'b',
    ],
    [
      'who emptied the list owns nothing of it: the last of all',
      [ours, wrote('a', '2026-11-24T09:00:00Z'), wrote('kubectl-edit', '2026-11-24T10:00:00Z')],
      'kubectl-edit',
    ],
  ])('%s', (_, managers, name) => {
    expect(otherWriter(managers, list)).toBe(name)
    expect(otherWriter(managers.toReversed(), list)).toBe(name)
  })

  test('managedFields as the API server writes them', () => {
    const decoded = decodeFieldManagers({
      metadata: {
        namespace: 'team',
        name: 'default',
        managedFields: [
          {
            manager: 'argocd-controller',
            operation: 'Apply',
            apiVersion: 'v1',
            time: '2026-11-24T09:00:00Z',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:imagePullSecrets': {}, 'f:metadata': { 'f:labels': { 'f:app': {} } } },
          },
          { manager: 'odd', fieldsV1: 'no object' },
        ],
      },
    })
    expect(decoded.ok && decoded.record).toEqual([
      {
        manager: 'argocd-controller',
        operation: 'Apply',
        time: '2026-11-24T09:00:00Z',
        fields: new Set(['f:imagePullSecrets', 'f:metadata', 'f:labels', 'f:app']),
      },
      { manager: 'odd', operation: '', time: '', fields: new Set() },
    ])
  })

  test('an object without managedFields was written by nobody', () => {
    expect(decodeFieldManagers({ metadata: { name: 'x' } })).toMatchObject({ ok: true, record: [] })
  })
})
