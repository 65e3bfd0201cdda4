import { claimsToBeOne, identify } from '../../../../src/cli/audit/kinds.ts'

test.each`
  apiVersion                | kind              | problem
  ${'v1'}                   | ${'Pod'}          | ${undefined}
  ${'v1'}                   | ${'PodList'}      | ${undefined}
  ${'v1'}                   | ${'ConfigMap'}    | ${undefined}
  ${'apps/v1'}              | ${'Deployment'}   | ${undefined}
  ${'events.k8s.io/v1'}     | ${'Event'}        | ${undefined}
  ${'argoproj.io/v1alpha1'} | ${'Rollout'}      | ${undefined}
  ${'acme.dev/v1'}          | ${'Deployment'}   | ${undefined}
  ${'v1'}                   | ${'Deployment'}   | ${'v1 has no kind Deployment: write apiVersion: apps/v1'}
  ${'apps/v1beta2'}         | ${'Deployment'}   | ${'apps/v1beta2 has no kind Deployment: write apiVersion: apps/v1'}
  ${'extensions/v1beta1'}   | ${'DaemonSet'}    | ${'extensions/v1beta1 has no kind DaemonSet: write apiVersion: apps/v1'}
  ${'batch/v1beta1'}        | ${'CronJob'}      | ${'batch/v1beta1 has no kind CronJob: write apiVersion: batch/v1'}
  ${'apps/v1'}              | ${'Pod'}          | ${'apps/v1 has no kind Pod: write apiVersion: v1'}
  ${'v1'}                   | ${'pod'}          | ${'v1 has no kind "pod" (did you mean Pod?)'}
  ${'apps/v1'}              | ${'StatefulSett'} | ${'apps/v1 has no kind "StatefulSett" (did you mean StatefulSet?)'}
  ${'v1'}                   | ${'Something'}    | ${'v1 has no kind "Something"'}
  ${''}                     | ${'Pod'}          | ${'apiVersion is missing'}
  ${'v1'}                   | ${''}             | ${'kind is missing'}
  ${'v1'}                   | ${7}              | ${'kind is missing'}
`('$apiVersion $kind: $problem', ({ apiVersion, kind, problem }) => {
  const identified = identify({ apiVersion, kind })
  expect(identified.ok ? undefined : identified.problem).toBe(problem)
})

test.each([[null], ['text'], [[1]], [42]])('%j is no object', (value) => {
  expect(identify(value)).toEqual({ ok: false, problem: 'this is no object of Kubernetes' })
  expect(claimsToBeOne(value)).toBe(false)
})
