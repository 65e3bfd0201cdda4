import { metricsOfStore } from '../../../src/controllers/metricsOfStore.ts'
import { createProviders } from '../../../src/controllers/providers/providers.ts'
import { diagnosePod } from '../../../src/domain/failure/diagnose.ts'
import { createStore } from '../../../src/store/store.ts'
import { aWaitingPod } from '../../support/builders/pod.ts'
import { aWorld } from '../../support/builders/world.ts'

const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' }
const noProviders = createProviders([])

test('workloads whose cause is not known are counted as such, beside the others', () => {
  const store = createStore()
  const failing = (name: string, message: string) =>
    store.findings.set(name, {
      workload: { ...workload, name },
      findings: diagnosePod(aWaitingPod('ErrImagePull', message), aWorld()),
      since: 1,
    })
  failing('new', 'something that nobody has seen')
  failing('newer', 'something else')
  failing('slow', 'pull QPS exceeded')
  const counts = () => new Map(metricsOfStore(store, noProviders, () => true).failingWorkloads())
  expect(counts()).toEqual(
    new Map([
      ['Unknown', 2],
      ['KubeletPullThrottled', 1],
    ]),
  )
  store.findings.set('new', undefined)
  expect(counts().get('Unknown')).toBe(1)
})
