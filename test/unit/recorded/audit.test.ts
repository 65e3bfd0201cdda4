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

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)

test.each(recordedVersions())('an audit of what was recorded on Kubernetes %s names every cause', async (version) => {
  const { status, stdout, stderr } = await run(['audit', '-f', join(recordedRoot, version), '-o', 'json'])
  expect(stderr).toBe('')
  const { items }: FindingList = JSON.parse(stdout)
  // What fails now; beside it stands what an audit would advise against in any case.
  const fails = items.filter(({ since }) => since !== undefined)
  const named = fails.map(({ workload: { kind, name }, cause }) => ({ kind, name, cause }))
  expect(named.sort(byName)).toEqual([...failing].sort(byName))
  expect(status).toBe(1)
})
