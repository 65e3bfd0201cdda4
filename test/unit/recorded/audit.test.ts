import { join } from 'node:path'
import type { FindingList } from '../../../src/cli/audit/findingList.ts'
import { failingAtProxy, failingPods, refusedDeployments } from '../../node/support/failing.ts'
import { recordedRoot, recordedVersions } from '../../support/recorded/fixtures.ts'
import { recordedPlace } from '../../support/recorded/place.ts'
import { run } from '../cli/process.ts'

const failing = [
  ...failingPods(recordedPlace).map(({ name, cause }) => ({ kind: 'Pod', name, cause })),
  ...failingAtProxy(recordedPlace).map(({ name, cause }) => ({ kind: 'Pod', name, cause })),
  ...refusedDeployments(recordedPlace).map(({ name, cause }) => ({ kind: 'Deployment', name, cause })),
]

test.each(recordedVersions())('an audit of what was recorded on Kubernetes %s names every cause', async (version) => {
  const { status, stdout, stderr } = await run(['audit', '-f', join(recordedRoot, version), '-o', 'json'])
  expect(stderr).toBe('')
  const { items }: FindingList = JSON.parse(stdout)
  const fails = items.filter(({ severity, pods }) => severity === 'error' && pods >= 0)
  const named = (fails.length > 0 ? fails : []).map(({ workload: { kind, name }, cause }) => ({ kind, name, cause }))
  expect(named).toEqual(expect.arrayContaining(failing))
  expect(status).toBe(1)
})
