import { leavesTraces } from '../../../../src/plan/credentials/traces.ts'
import { anAccount, aPullSecret } from '../../../support/builders/secret.ts'

const recording = anAccount([], { attached: JSON.stringify({ acme: '2026-01-01T00:00:00Z' }) })
const secret = aPullSecret('acme', [])

test.each`
  left                                     | secrets     | accounts           | claimed  | leaves
  ${'nothing'}                             | ${[]}       | ${[]}              | ${false} | ${false}
  ${'a secret'}                            | ${[secret]} | ${[]}              | ${false} | ${true}
  ${'a recorded reference, and no secret'} | ${[]}       | ${[recording]}     | ${false} | ${true}
  ${'an account that records nothing'}     | ${[]}       | ${[anAccount([])]} | ${false} | ${false}
  ${'what another policy takes over'}      | ${[secret]} | ${[recording]}     | ${true}  | ${false}
`('$left: $leaves', ({ secrets, accounts, claimed, leaves }) => {
  expect(leavesTraces({ secrets, accounts, claimed: () => claimed })).toBe(leaves)
})
