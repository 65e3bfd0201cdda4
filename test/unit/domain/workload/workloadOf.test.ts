import { workloadOf, workloadOfOwner } from '../../../../src/domain/workload/workloadOf.ts'
import { aPod } from '../../../support/builders/pod.ts'

const owner = (kind: string, name: string, apiVersion = 'apps/v1') => ({ apiVersion, kind, name, uid: 'u' })
const pod = (controller: ReturnType<typeof owner> | undefined, podTemplateHash?: string) => {
  const { controller: _, podTemplateHash: __, ...rest } = aPod()
  return { ...rest, ...(controller && { controller }), ...(podTemplateHash !== undefined && { podTemplateHash }) }
}

describe('the workload that a person would name', () => {
  test.each([
    ['a Deployment', pod(owner('ReplicaSet', 'web-abc'), 'abc'), 'apps/v1 Deployment web', false],
    [
      'a Deployment whose name ends like a hash',
      pod(owner('ReplicaSet', 'web-abc-abc'), 'abc'),
      'apps/v1 Deployment web-abc',
      false,
    ],
    ['a ReplicaSet of its own', pod(owner('ReplicaSet', 'web')), 'apps/v1 ReplicaSet web', false],
    ['a hash that is not in the name', pod(owner('ReplicaSet', 'web-abc'), 'xyz'), 'apps/v1 ReplicaSet web-abc', false],
    ['nothing before the hash', pod(owner('ReplicaSet', '-abc'), 'abc'), 'apps/v1 ReplicaSet -abc', false],
    ['a Job, perhaps a CronJob’s', pod(owner('Job', 'backup-2900', 'batch/v1')), 'batch/v1 Job backup-2900', false],
    ['a StatefulSet', pod(owner('StatefulSet', 'db')), 'apps/v1 StatefulSet db', true],
    ['a DaemonSet', pod(owner('DaemonSet', 'agent')), 'apps/v1 DaemonSet agent', true],
    ['a ReplicationController', pod(owner('ReplicationController', 'old', 'v1')), 'v1 ReplicationController old', true],
    [
      'a custom resource',
      pod(owner('StrimziPodSet', 'kafka', 'core.strimzi.io/v1')),
      'core.strimzi.io/v1 StrimziPodSet kafka',
      true,
    ],
    ['a bare pod', pod(undefined), 'v1 Pod web-6d4b75cb6d-x7x9k', true],
    ['a static pod', pod(owner('Node', 'n1', 'v1')), 'v1 Pod web-6d4b75cb6d-x7x9k', true],
  ])('%s', (_, given, expected, certain) => {
    const { workload, ...rest } = workloadOf(given)
    expect(`${workload.apiVersion} ${workload.kind} ${workload.name}`).toBe(expected)
    expect(workload.namespace).toBe('team')
    expect(rest).toEqual(certain ? { certain } : { certain, owner: given.controller })
  })

  test.each([
    ['a CronJob', owner('Job', 'backup-2900', 'batch/v1'), owner('CronJob', 'backup', 'batch/v1'), 'CronJob backup'],
    ['a Deployment', owner('ReplicaSet', 'web-abc'), owner('Deployment', 'web'), 'Deployment web'],
    ['a Rollout', owner('ReplicaSet', 'web-abc'), owner('Rollout', 'web', 'argoproj.io/v1alpha1'), 'Rollout web'],
    ['an owner without one', owner('Job', 'once', 'batch/v1'), undefined, 'Job once'],
    ['a StatefulSet of an operator', owner('StatefulSet', 'db'), owner('Postgres', 'db', 'x.io/v1'), 'StatefulSet db'],
  ])('behind an owner that was read: %s', (_, of, controller, expected) => {
    const { kind, name } = workloadOfOwner('team', of, controller)
    expect(`${kind} ${name}`).toBe(expected)
  })
})
