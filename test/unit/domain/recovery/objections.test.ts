import {
  accountHasTheName,
  attachIsRecorded,
  credentialsMatch,
  hasNeverRun,
  isNotLimited,
  isOlderThanTheName,
  isReplaced,
  lacksTheName,
  objectionToEviction,
  policyRecovers,
  questions,
  staysUntilDeleted,
  templateSetsNone,
  wasDenied,
  type Question,
} from '../../../../src/domain/recovery/objections.ts'
import type { StuckPod } from '../../../../src/domain/recovery/stuckPod.ts'
import { aPod } from '../../../support/builders/pod.ts'
import { anAccount } from '../../../support/builders/secret.ts'
import { aStuckPod, attachedAt } from '../../../support/builders/stuckPod.ts'

const ownedBy = (apiVersion: string, kind: string, name = 'web') =>
  aPod({ controller: { apiVersion, kind, name, uid: 'owner' } })

const bare = () => {
  const { controller: _, ...pod } = aPod()
  return pod
}

const managed = aStuckPod().managed

describe('objections to an eviction', () => {
  test('nothing is against a pod that is older than the name on its account', () => {
    expect(questions.filter((ask) => ask(aStuckPod()) !== undefined)).toEqual([])
  })

  // Exactly one question objects to each: without it the pod would be evicted.
  test.each<[string, Question, Partial<StuckPod>, string, string]>([
    ['it is going already', staysUntilDeleted, { pod: aPod({ deleting: true }) }, 'being deleted', 'nothing'],
    ['its pull is limited', isNotLimited, { limited: true }, 'limited', 'wait'],
    [
      'it carries the name',
      lacksTheName,
      { pod: aPod({ imagePullSecrets: ['acme-registry'] }) },
      'carries acme-registry already',
      'nothing',
    ],
    [
      'its account does not list the name',
      accountHasTheName,
      { account: { ...aStuckPod().account, ...anAccount([]), attached: aStuckPod().account?.attached ?? '' } },
      'ServiceAccount default does not list acme-registry',
      'kubectl describe imagepolicy acme',
    ],
    [
      'no key matches',
      credentialsMatch,
      { managed: { ...managed, keys: ['ghcr.io/other/'] } },
      'no registry key of acme-registry',
      'ImagePolicy acme',
    ],
    ['a Job has it', isReplaced, { pod: ownedBy('batch/v1', 'Job', 'sum') }, 'Job would count it', '-l job-name=sum'],
    ['nobody has it', isReplaced, { pod: bare() }, 'no controller would replace it', 'kubectl -n team delete pod web-'],
    ['kubelet has it', isReplaced, { pod: ownedBy('v1', 'Node', 'n1') }, 'static pod', 'manifest on the node'],
    ['an unknown kind has it', isReplaced, { pod: ownedBy('apps.kruise.io/v1', 'CloneSet') }, 'CloneSet', 'new pod'],
    ['a ReplicaSet of another group', isReplaced, { pod: ownedBy('evil.io/v1', 'ReplicaSet') }, 'not known', 'scale'],
    ['a container or sidecar ran', hasNeverRun, { pod: aPod({ hasRun: true }) }, 'has run', 'rollout restart'],
    [
      'the name was there before us',
      attachIsRecorded,
      { account: anAccount(['acme-registry']) },
      'before Pullkeeper came',
      'kubectl -n team rollout restart deployment/web',
    ],
    [
      'it was created five seconds after the attach',
      isOlderThanTheName,
      { pod: aPod({ createdAt: attachedAt + 5 }) },
      'created after',
      'kubectl -n team edit deployment/web',
    ],
    [
      'its template has a list of its own',
      templateSetsNone,
      { template: 'sets' },
      'template sets',
      'add acme-registry there',
    ],
    ['its template cannot be read', templateSetsNone, { template: 'unreadable' }, 'ReplicaSet cannot', 'restart'],
    [
      'the policy leaves pods alone',
      policyRecovers,
      { managed: { ...managed, recovery: 'None' } },
      'ImagePolicy acme says recovery: None',
      'kubectl -n team rollout restart deployment/web',
    ],
    [
      'the policy is suspended',
      policyRecovers,
      { managed: { ...managed, recovery: 'Suspended' } },
      'is suspended',
      'rollout restart',
    ],
  ])('%s', (_, question, given, reason, step) => {
    const stuck = aStuckPod(given)
    expect(questions.filter((ask) => ask(stuck) !== undefined)).toEqual([question])
    expect(objectionToEviction(stuck)?.reason).toContain(reason)
    expect(objectionToEviction(stuck)?.step).toContain(step)
  })

  test('without a denied pull nothing can match either, and the first says so', () => {
    const stuck = aStuckPod({ denied: [] })
    expect(questions.filter((ask) => ask(stuck) !== undefined)).toEqual([wasDenied, credentialsMatch])
    expect(objectionToEviction(stuck)?.reason).toContain('no registry denied')
  })

  test.each`
    apiVersion   | kind                       | command
    ${'apps/v1'} | ${'StatefulSet'}           | ${'kubectl -n team rollout restart statefulset/web'}
    ${'apps/v1'} | ${'DaemonSet'}             | ${'kubectl -n team rollout restart daemonset/web'}
    ${'apps/v1'} | ${'ReplicaSet'}            | ${'kubectl -n team scale replicaset/web --replicas=0'}
    ${'v1'}      | ${'ReplicationController'} | ${'kubectl -n team scale rc/web --replicas=0'}
  `('a $kind replaces its pods; by hand: $command', ({ apiVersion, kind, command }: Record<string, string>) => {
    const pod = { ...ownedBy(apiVersion ?? '', kind ?? ''), podTemplateHash: '' }
    expect(objectionToEviction(aStuckPod({ pod }))).toBeUndefined()
    expect(objectionToEviction(aStuckPod({ pod, managed: { ...managed, recovery: 'None' } }))?.step).toContain(command)
  })

  test('a pod created within five seconds of the attach may lack the name', () => {
    expect(objectionToEviction(aStuckPod({ pod: aPod({ createdAt: attachedAt + 4 }) }))).toBeUndefined()
  })
})
