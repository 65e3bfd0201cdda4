import { readFileSync } from 'node:fs'
import { lintProblems } from '../../../src/domain/credentials/lint/problem.ts'
import { pullPolicyOrigins } from '../../../src/domain/image/pullPolicy.ts'
import { conformity, schemaNames, schemaOf } from './schemas.ts'

test.each(schemaNames)('%s is named in the reference of the command line', (name) => {
  const reference = readFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8')
  expect(reference).toContain(`(${name}.schema.json)`)
})

test.each(schemaNames)('%s refuses what is none', (name) => {
  const errors = conformity(name)
  for (const wrong of [{}, [], 'text', { kind: 'Other' }]) expect(errors(wrong)).not.toEqual([])
})

test('the schemas know every word there is, and no other', () => {
  expect(schemaOf('credentiallint')).toMatchObject({
    properties: { items: { items: { properties: { problem: { enum: lintProblems } } } } },
  })
  expect(schemaOf('explanation')).toMatchObject({
    $defs: { pullPolicy: { properties: { origin: { enum: pullPolicyOrigins } } } },
  })
})
