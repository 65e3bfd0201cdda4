import { conclude } from '../../../../src/cli/audit/conclude.ts'
import { createInventory } from '../../../../src/cli/audit/inventory.ts'
import { identify } from '../../../../src/cli/audit/kinds.ts'
import type { OperatorSetup } from '../../../../src/cli/audit/operatorSetup.ts'
import { createTake } from '../../../../src/cli/audit/takeObject.ts'
import { deployment, pullSecret, robot, waitingPod } from './manifests.ts'

const denied =
  'failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden'

/** What an audit of these objects finds. */
const audit = (objects: readonly object[], operator?: Partial<OperatorSetup>) => {
  const inventory = createInventory()
  inventory.operator = { ...inventory.operator, ...operator }
  const take = createTake(inventory, { defaultNamespace: 'default' })
  for (const object of objects) {
    const given = identify(object)
    if (!given.ok) throw new Error(given.problem)
    expect(take({ ...given, place: {} })).toBe(undefined)
  }
  return conclude(inventory)
}

const live = { uid: 'p', resourceVersion: '7', generation: 2, creationTimestamp: '2026-11-01T00:00:00Z' }
const source = { name: 'ghcr', secretRef: { name: 'robot' } }

const policy = (spec: object, more: { readonly metadata?: object; readonly status?: object } = {}): object => ({
  apiVersion: 'pullkeeper.dev/v1alpha1',
  kind: 'ImagePolicy',
  metadata: { name: 'acme', ...more.metadata },
  spec,
  ...(more.status && { status: more.status }),
})

const selecting = { matchLabels: { team: 'acme' } }
const credentials = (...sources: readonly object[]) => ({ namespaceSelector: selecting, credentials: { sources } })

const ready = (registries: readonly string[] = ['ghcr.io/acme']) => ({
  observedGeneration: 2,
  conditions: [{ type: 'Ready', status: 'True', reason: 'Applied', message: 'well' }],
  sources: [{ name: 'ghcr', state: 'Ready', message: '', registries }],
})

const namespace = (name: string, labels: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels, uid: `ns-${name}`, resourceVersion: '1' },
})
const team = namespace('team', { team: 'acme' })

const robotSecret = (auths: object, more: object = {}): object =>
  pullSecret('robot', auths, {
    metadata: { name: 'robot', namespace: 'pullkeeper-system', uid: 'r', resourceVersion: '1', ...more },
  })
const account = (names: readonly string[] = []): object => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default', namespace: 'team', uid: 'a', resourceVersion: '1' },
  imagePullSecrets: names.map((name) => ({ name })),
})
/** That all Secrets of the namespace are known. */
const other = pullSecret(
  'other',
  { 'quay.io': robot },
  { metadata: { name: 'other', namespace: 'team', uid: 'o', resourceVersion: '1' } },
)

const pod = (spec: object = {}): object => waitingPod('web-6d4b75cb6d-a', 'ErrImagePull', denied, spec)

describe('what a policy has to do with a pull that is denied', () => {
  const managed = 'pullkeeper-acme'
  const live1 = { metadata: live, status: ready() }
  test.each<readonly [string, readonly object[], string, RegExp]>([
    [
      'it is suspended',
      [policy({ ...credentials(source), suspend: true }, live1), team, account(), other, pod()],
      'CredentialsNotAttached',
      /ImagePolicy acme would match.*the policy is suspended\. Set suspend: false in ImagePolicy acme, then restart/,
    ],
    [
      'a source of it is bad, and which registries it has is not known',
      [
        policy(credentials(source), {
          metadata: live,
          status: {
            ...ready(),
            sources: [{ name: 'ghcr', state: 'NotFound', message: 'Secret pullkeeper-system/robot does not exist' }],
          },
        }),
        team,
        account(),
        other,
        pod(),
      ],
      'CredentialsMissing',
      /ImagePolicy acme, which selects the namespace, publishes nothing new, because its source ghcr is not usable \(NotFound: Secret pullkeeper-system\/robot does not exist\).*Correct source ghcr of ImagePolicy acme/,
    ],
    [
      'the managed secret, which the pod names, is missing for a bad source',
      [
        policy(credentials({ ...source, registries: ['ghcr.io/acme'] }), {
          metadata: live,
          status: { ...ready(), sources: [{ name: 'ghcr', state: 'Malformed', message: 'Secret x: it is no JSON' }] },
        }),
        team,
        account([managed]),
        other,
        pod({ imagePullSecrets: [{ name: managed }] }),
      ],
      'PullSecretMissing',
      /pull secret pullkeeper-acme, which is not in namespace team: it is for ImagePolicy acme to make, which publishes nothing new.*Correct source ghcr of ImagePolicy acme\. Do not create the Secret by hand/,
    ],
    [
      'its registries leave the image out, though the source has a key for it',
      [
        policy(credentials({ ...source, registries: ['ghcr.io/other'] }), { metadata: live }),
        robotSecret({ 'ghcr.io': robot }),
        team,
        account(),
        other,
        pod(),
      ],
      'CredentialsMissing',
      /its source ghcr has credentials for ghcr\.io\/acme\/app, but the registries of that source leave it out \(ghcr\.io\/other\/\)\. Add ghcr\.io\/acme\/app to registries of source ghcr/,
    ],
    [
      'it is for other registries',
      [policy(credentials(source), { metadata: live, status: ready(['quay.io']) }), team, account(), other, pod()],
      'CredentialsMissing',
      /ImagePolicy acme, which selects the namespace, gives credentials for quay\.io only\. Add a source for ghcr\.io to ImagePolicy acme/,
    ],
    [
      'it does not select the namespace: the one to extend',
      [policy(credentials(source), live1), namespace('team'), account(), other, pod()],
      'CredentialsMissing',
      /ImagePolicy acme has credentials for it, but does not select namespace team\. Extend namespaceSelector of ImagePolicy acme/,
    ],
    [
      'whether it selects the namespace is not known',
      [policy(credentials(source), live1), account(), other, pod()],
      'CredentialsMissing',
      /may not select namespace team \(its labels were not read\)/,
    ],
    [
      'the namespace has opted out',
      [
        policy(credentials(source), live1),
        namespace('team', { team: 'acme', 'pullkeeper.dev/ignore': 'true' }),
        account(),
        other,
        pod(),
      ],
      'CredentialsMissing',
      /hands out nothing there, for the namespace has the label pullkeeper\.dev\/ignore/,
    ],
    [
      'it does not select the ServiceAccount',
      [
        policy(
          {
            namespaceSelector: selecting,
            credentials: { sources: [source], serviceAccounts: { names: ['builder'] } },
          },
          live1,
        ),
        team,
        account(),
        other,
        pod(),
      ],
      'CredentialsNotAttached',
      /the policy does not select ServiceAccount team\/default.*Add default to serviceAccounts of ImagePolicy acme/,
    ],
    [
      'no operator has looked at it',
      [
        policy(credentials({ ...source, registries: ['ghcr.io'] }), { metadata: live }),
        robotSecret({ 'ghcr.io': robot }),
        team,
        account(),
        other,
        pod(),
      ],
      'CredentialsNotAttached',
      /has not been looked at by an operator.*See whether Pullkeeper runs/,
    ],
    [
      'all is well with it: the pod is but older',
      [policy(credentials(source), live1), team, account([managed]), other, pod()],
      'CredentialsNotAttached',
      /lists it, but this pod was created before that/,
    ],
    ['there is none', [team, account(), other, pod()], 'CredentialsMissing', /Let an ImagePolicy with credentials/],
  ])('%s', (_, objects, cause, text) => {
    const [found] = audit(objects).filter(
      ({ severity, workload }) => severity === 'error' && workload.kind !== 'ImagePolicy',
    )
    expect(found).toMatchObject({ cause })
    expect(`${found?.message} ${found?.remedy}`).toMatch(text)
  })
})

describe('a policy itself', () => {
  const found = (objects: readonly object[], operator?: Partial<OperatorSetup>) =>
    audit(objects, operator).flatMap(({ severity, workload, cause, message, evidence }) =>
      workload.kind === 'ImagePolicy'
        ? [`${severity} ${workload.name} ${cause}: ${[message, ...evidence].join(' ')}`]
        : [],
    )
  const good = robotSecret({ 'ghcr.io': robot })

  const rows: readonly (readonly [string, readonly object[], readonly RegExp[], Partial<OperatorSetup>?])[] = [
    ['nothing is wrong', [policy(credentials(source)), good, team], []],
    [
      'of sources that were not given little can be said',
      [policy(credentials(source)), team],
      [/^warning acme PolicySourceInvalid: .*not among what was read/],
    ],
    [
      'a source that is missing where all was given',
      [policy(credentials({ ...source, secretRef: { name: 'gone' } })), good, team],
      [
        /^error acme PolicySourceInvalid: Source ghcr is not usable \(NotFound\): Secret pullkeeper-system\/gone does not exist/,
      ],
    ],
    [
      'a source of another namespace: perhaps not allowed',
      [policy(credentials({ ...source, secretRef: { name: 'robot', namespace: 'vault' } })), team],
      [/^warning acme PolicySourceInvalid: .*NotAllowed.*--source-namespace=vault/],
    ],
    [
      'surely not, when it is said how the operator was started',
      [policy(credentials({ ...source, secretRef: { name: 'robot', namespace: 'vault' } })), team],
      [/^error acme PolicySourceInvalid: .*NotAllowed/],
      { sourceNamespaces: ['safe'], given: true },
    ],
    [
      'allowed, but its owner does not consent',
      [
        policy(credentials({ ...source, secretRef: { name: 'robot', namespace: 'vault' } })),
        pullSecret(
          'robot',
          { 'ghcr.io': robot },
          { metadata: { name: 'robot', namespace: 'vault', uid: 'x', resourceVersion: '1' } },
        ),
        team,
      ],
      [/lacks the label pullkeeper\.dev\/source/],
      { sourceNamespaces: ['vault'], given: true },
    ],
    [
      'a source that cannot be published',
      [policy(credentials(source)), robotSecret({ 'ghcr.io': { auth: 'no base64!' } }), team],
      [/^error acme PolicySourceInvalid: .*Malformed.*not base64/],
    ],
    [
      'registries that its source does not have',
      [policy(credentials({ ...source, registries: ['quay.io'] })), good, team],
      [/^error acme PolicySourceInvalid: .*NoMatch.*quay\.io/],
    ],
    [
      'a registry key that matches nothing',
      [policy(credentials({ name: 'ecr', provider: { name: 'ecr' }, registries: ['ghcr.io/Acme'] })), team],
      [/^error acme KeyNeverMatches: "ghcr\.io\/Acme" in registries of source ecr/],
    ],
    [
      'a selector that selects nothing',
      [policy(credentials(source)), good, namespace('team')],
      [/^warning acme PolicySelectsNothing: .*none of the 1 namespaces/],
    ],
    ['unless no namespace was given', [policy(credentials(source)), good], []],
    [
      'no selector beside credentials',
      [policy({ credentials: { sources: [source] } }), good],
      [/^error acme PolicySelectsNothing: .*refuses/],
    ],
    [
      'two that want one name',
      [
        policy(
          { ...credentials(source), credentials: { sources: [source], secretName: 'x' } },
          { metadata: { ...live, name: 'old' }, status: ready() },
        ),
        policy({ ...credentials(source), credentials: { sources: [source], secretName: 'x' } }),
        good,
        team,
      ],
      [
        /^error acme PolicyNameConflict: .*x, is another's in 1 namespace.* team: ImagePolicy old, which is older, has it/,
      ],
    ],
    [
      'a Secret of somebody else has the name',
      [policy({ ...credentials(source), credentials: { sources: [source], secretName: 'other' } }), good, team, other],
      [
        /^error acme PolicyNameConflict: .*Secret team\/other \(kubernetes\.io\/dockerconfigjson\) is not ours and is left alone/,
      ],
    ],
    [
      'of another type, too',
      [
        policy({ ...credentials(source), credentials: { sources: [source], secretName: 'plain' } }),
        good,
        team,
        { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 'plain', namespace: 'team' } },
      ],
      [/^error acme PolicyNameConflict: .*\(Opaque\) is not ours/],
    ],
    [
      'one that no operator carries out',
      [policy(credentials(source), { metadata: live }), good, team],
      [/^error acme PolicyNotReady: .*has not been looked at/],
    ],
    ['what the operator says counts', [policy(credentials(source), { metadata: live, status: ready() })], []],
    [
      'one that only diagnoses, and one that is suspended',
      [
        policy({}),
        policy({ ...credentials(source), suspend: true }, { metadata: { ...live, name: 'b' }, status: ready() }),
      ],
      [],
    ],
  ]
  test.each(rows.map(([name, objects, expected, operator = {}]) => ({ name, objects, expected, operator })))(
    '$name',
    ({ objects, expected, operator }) => {
      const lines = found(objects, operator)
      expect(lines).toEqual(expected.map((pattern) => expect.stringMatching(pattern)))
    },
  )
})

test('a manifest may name the Secret that a policy is going to make', () => {
  const names = (spec: object) =>
    audit([
      policy({ ...credentials(source), ...spec }),
      robotSecret({ 'ghcr.io': robot }),
      team,
      other,
      deployment({ imagePullSecrets: [{ name: 'pullkeeper-acme' }] }),
    ]).map(({ severity, cause, message }) => `${severity} ${cause} ${message}`)
  expect(names({})).toEqual([])
  expect(names({ suspend: true })).toEqual([
    expect.stringMatching(/^error PullSecretMissing .*for ImagePolicy acme to make, which is suspended/),
  ])
})

test('no credential of a source is shown', () => {
  const text = JSON.stringify(
    audit([policy(credentials(source)), robotSecret({ 'ghcr.io': { auth: 'c2VjcmV0' } }), team]),
  )
  expect(text).toContain('PolicySourceInvalid')
  expect(text).not.toMatch(/c2VjcmV0|secret-word/)
})
