import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { repositoryDenied } from '../../../../src/domain/restart/repositoryDenied.ts'
import { restartRisks } from '../../../../src/domain/restart/restartRisks.ts'
import { aContainer, aPod, aWaitingPod } from '../../../support/builders/pod.ts'
import { anAccount, aPullSecret } from '../../../support/builders/secret.ts'
import { aWorld, type WorldParts } from '../../../support/builders/world.ts'

const node = (kubeletVersion: string) => ({ name: 'n1', os: 'linux', architecture: 'amd64', kubeletVersion })

const running = (given: Partial<Pod> = {}): Pod =>
  aPod({ name: 'old', uid: 'old', phase: 'Running', hasRun: true, pulled: ['app'], ...given })

/** Another pod on the node, whose pull secret matches. */
const neighbour = running({ name: 'other', uid: 'other', imagePullSecrets: ['acme'] })

const secret = aPullSecret('acme', ['ghcr.io/acme'])
const parts: WorldParts = { nodes: [node('v1.35.0')], secrets: [secret] }
const denied = new Set(['ghcr.io/acme/app'])

const risksOf = (pods: readonly Pod[], more: WorldParts = {}, repositories = denied) =>
  restartRisks(pods, repositories, aWorld({ ...parts, ...more }))

describe('a running container may lose its image at a restart', () => {
  test('when it lives off the pull of another pod', () => {
    expect(risksOf([running(), neighbour])).toMatchObject([
      { pod: { name: 'old' }, container: 'app', image: 'ghcr.io/acme/app:1', cause: 'CredentialsMissing' },
    ])
  })

  test('when its own pull secret is gone', () => {
    const [risk] = risksOf([running({ imagePullSecrets: ['gone'] })])
    expect(risk).toMatchObject({ cause: 'PullSecretMissing' })
    expect(risk?.happened).toContain('pull secret gone')
  })

  test('and a new pod would have what a policy gives, once its account lists it', () => {
    const policy = {
      policySecrets: [{ policy: 'acme', secretName: 'acme', keys: ['ghcr.io/acme'], recovery: 'Evict' as const }],
    }
    const [listed] = risksOf([running(), neighbour], { ...policy, accounts: [anAccount(['acme'])] })
    expect(listed).toMatchObject({ cause: 'CredentialsNotAttached' })
    expect(listed?.remedy).toContain('kubectl -n team rollout restart deployment/web')
    const [unlisted] = risksOf([running(), neighbour], { ...policy, accounts: [anAccount([])] })
    expect(unlisted).toMatchObject({ cause: 'CredentialsMissing' })
  })

  test('what cannot be seen is said', () => {
    const [risk] = risksOf([running(), neighbour])
    expect(risk?.happened).toContain('Credentials of the node itself and preloaded images cannot be seen from here')
  })

  // Without the condition that each breaks it would be foretold.
  test.each<[string, Partial<Pod>, WorldParts?, string[]?]>([
    ['no registry denies its repository: it may be public', {}, {}, []],
    ['another repository of the registry is denied', {}, {}, ['ghcr.io/acme/other']],
    ['its pull secret matches', { imagePullSecrets: ['acme'] }],
    ['its kubelet is older', {}, { nodes: [node('v1.34.4')] }],
    ['the version of its kubelet is not known', {}, { nodes: [] }],
    ['its pull policy is Always', { containers: [aContainer({ imagePullPolicy: 'Always' })] }],
    ['it is an init container', { containers: [aContainer({ role: 'init' })] }],
    ['its image is not on the node yet', { pulled: [] }],
    ['it fails already', { waiting: [{ container: 'app', reason: 'ErrImagePull', message: '' }] }],
    ['it is going', { deleting: true }],
    ['it is over', { phase: 'Succeeded' }],
    [
      'it runs on another node than who could pull',
      { nodeName: 'n2' },
      { nodes: [{ ...node('v1.36.0'), name: 'n2' }] },
    ],
    ['who could pull runs another tag', { containers: [aContainer({ image: 'ghcr.io/acme/app:2' })] }],
    ['Secrets may not be read', {}, { secretsUnread: true }],
    [
      'a pull secret cannot be read, which is a matter of its own',
      { imagePullSecrets: ['broken'] },
      { secrets: [secret, aPullSecret('broken', [], { problem: 'not JSON' })] },
    ],
    [
      'a Secret of its name has another type',
      { imagePullSecrets: ['acme', 'opaque'] },
      { otherSecrets: { opaque: 'Opaque' } },
    ],
  ])('not when %s', (_, pod, world = {}, repositories = [...denied]) => {
    expect(risksOf([running(pod), neighbour], world, new Set(repositories)).map(({ pod: { name } }) => name)).toEqual(
      [],
    )
  })

  test('nor when nobody on the node has credentials for it: then it was pulled without any', () => {
    expect(risksOf([running(), running({ name: 'twin', uid: 'twin' })])).toEqual([])
  })

  test('a sidecar as well as a regular container', () => {
    expect(risksOf([running({ containers: [aContainer({ role: 'sidecar' })] }), neighbour])).toHaveLength(1)
  })

  test('Never, too', () => {
    expect(risksOf([running({ containers: [aContainer({ imagePullPolicy: 'Never' })] }), neighbour])).toHaveLength(1)
  })
})

describe('a repository is denied to pods without credentials', () => {
  const findingOf = (message: string, world: WorldParts, given: Partial<Pod> = {}) => {
    const [finding] = diagnosePod(aWaitingPod('ErrImagePull', message, given), aWorld(world))
    return finding === undefined ? undefined : repositoryDenied(finding)
  }
  const unauthorised = 'failed to authorize: failed to fetch anonymous token: 401 Unauthorized'

  test('when a pod has nothing to show', () => {
    expect(findingOf(unauthorised, {})).toBe('ghcr.io/acme/app')
  })

  test('not when credentials were shown and refused', () => {
    expect(findingOf(unauthorised, { secrets: [secret] }, { imagePullSecrets: ['acme'] })).toBeUndefined()
  })

  test('not when the image does not exist', () => {
    expect(findingOf('ghcr.io/acme/app:1: not found', {})).toBeUndefined()
  })
})
