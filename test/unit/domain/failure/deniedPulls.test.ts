import { test as prop, fc } from '@fast-check/jest'
import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import type { PolicySecret } from '../../../../src/domain/failure/world.ts'
import type { PullSecret } from '../../../../src/domain/objects/pullSecret.ts'
import { aPodEvent } from '../../../support/builders/event.ts'
import { aWaitingPod } from '../../../support/builders/pod.ts'
import { anAccount, aPullSecret } from '../../../support/builders/secret.ts'
import { aWorld, type WorldParts } from '../../../support/builders/world.ts'
import { image, resolving } from './samples/wrap.ts'

const mayRequire = 'pull access denied, repository does not exist or may require authorization: '
const hidden = resolving(`${mayRequire}server message: insufficient_scope: authorization failed`)
const anonymous = resolving(`${mayRequire}authorization failed: no basic auth credentials`)
const forbidden = resolving(
  'unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden',
)

const diagnose = (message: string, imagePullSecrets: readonly string[], parts: WorldParts = {}) =>
  diagnosePod(aWaitingPod('ErrImagePull', message, { imagePullSecrets }), aWorld(parts))[0]

const good = aPullSecret('regcred', ['ghcr.io'])
const foreign = aPullSecret('hub', ['docker.io'])
const broken = aPullSecret('broken', [], { problem: 'it is no JSON' })
const policy: PolicySecret = {
  policy: 'acme',
  secretName: 'acme-registry',
  keys: ['ghcr.io/acme/'],
  recovery: 'Evict',
}
const attached = anAccount(['acme-registry'], { attached: '{"acme-registry":"2023-11-14T22:13:30Z"}' })
const runs = { runningRepositories: ['ghcr.io/acme/app'] }

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })

describe('a secret that kubelet could not read for its last try', () => {
  const pod = aWaitingPod('ImagePullBackOff', anonymous, { imagePullSecrets: ['regcred', 'hub'] })
  const failedAt = 1_700_000_100
  const failed = aPodEvent(pod, {
    reason: 'Failed',
    message: `Failed to pull image "${image}": ${anonymous}`,
    container: 'app',
    lastSeen: failedAt,
  })
  const warned = (names: string, lastSeen: number) =>
    aPodEvent(pod, {
      reason: 'FailedToRetrieveImagePullSecret',
      message: `Unable to retrieve some image pull secrets (${names}); attempting to pull the image may not succeed.`,
      lastSeen,
    })
  const answerTo = (...events: readonly (typeof failed)[]) =>
    diagnosePod(pod, aWorld({ secrets: [good, foreign], events }))[0]

  test('was not refused: it is told as missing then, and that nothing needs to be done', () => {
    const finding = answerTo(failed, warned('gone, regcred', failedAt - 1))
    expect(finding?.cause).toBe('PullSecretMissing')
    expect(finding?.message).toBe(
      'Registry ghcr.io denied the pull of ghcr.io/acme/app: pull secret regcred matches it, but kubelet could not read ' +
        "that for its last try and pulled without it. Wait for kubelet's next try, within 5 minutes: Secret team/regcred " +
        'is there now. (docs/causes.md#pullsecretmissing)',
    )
  })

  test.each([
    ['at an earlier try', [failed, warned('regcred', failedAt - 10)]],
    ['for another image', [failed, warned('hub', failedAt - 1)]],
    ['nobody knows when', [warned('regcred', failedAt)]],
    ['a text without names', [failed, aPodEvent(pod, { reason: 'FailedToRetrieveImagePullSecret', message: 'no' })]],
  ])('says nothing of a refusal that came with it: %s', (_, events) => {
    expect(answerTo(...events)?.cause).toBe('CredentialsRejected')
  })
})

describe('a denied pull, joined with the cluster', () => {
  test.each<[string, string, readonly string[], WorldParts, string]>([
    [
      'one secret cannot be parsed',
      forbidden,
      ['regcred', 'broken'],
      { secrets: [good, broken] },
      'PullSecretMalformed',
    ],
    [
      'one has another type',
      forbidden,
      ['plain', 'regcred'],
      { secrets: [good], otherSecrets: { plain: 'Opaque' } },
      'PullSecretWrongType',
    ],
    ['a key matches', forbidden, ['regcred'], { secrets: [good] }, 'CredentialsRejected'],
    [
      'a key matches, another secret is missing',
      hidden,
      ['gone', 'regcred'],
      { secrets: [good] },
      'CredentialsRejected',
    ],
    ['a secret is missing', anonymous, ['gone', 'hub'], { secrets: [foreign] }, 'PullSecretMissing'],
    ['a secret is missing, another would match', anonymous, ['gone'], { secrets: [good] }, 'PullSecretMissing'],
    ['a matching secret is at hand', anonymous, [], { secrets: [good] }, 'CredentialsNotAttached'],
    ['a policy gives one', hidden, [], { policySecrets: [policy] }, 'CredentialsNotAttached'],
    ['it pulls on other nodes', anonymous, [], { imagesElsewhere: [image] }, 'NodeCredentialsDiffer'],
    ['none matches', anonymous, ['hub'], { secrets: [foreign] }, 'CredentialsMissing'],
    ['none matches, forbidden', forbidden, [], {}, 'CredentialsMissing'],
    ['none matches, and the repository is known', hidden, [], runs, 'CredentialsMissing'],
    ['none matches, and the repository may not exist', hidden, [], {}, 'AccessDeniedOrNotFound'],
    ['a broken secret of no concern is at hand', anonymous, [], { secrets: [broken] }, 'CredentialsMissing'],
    [
      'a policy for other images',
      anonymous,
      [],
      { policySecrets: [{ ...policy, keys: ['ghcr.io/other/'] }] },
      'CredentialsMissing',
    ],
  ])('%s', (_, message, secrets, parts, cause) => {
    expect(diagnose(message, secrets, parts)?.cause).toBe(cause)
  })

  test.each<[string, string, readonly string[], WorldParts, readonly string[]]>([
    ['the malformed secret', forbidden, ['broken'], { secrets: [broken] }, ['team/broken', 'it is no JSON']],
    ['the type', forbidden, ['plain'], { otherSecrets: { plain: 'Opaque' } }, ['team/plain', 'Opaque']],
    ['the key', forbidden, ['regcred'], { secrets: [good] }, ['regcred (key ghcr.io)', 'team/regcred', '5 minutes']],
    [
      'the policy whose source is refused',
      forbidden,
      ['acme-registry'],
      { secrets: [aPullSecret('acme-registry', ['ghcr.io/acme/'])], policySecrets: [policy] },
      ['source of ImagePolicy acme'],
    ],
    [
      'who lists the missing secret: template',
      anonymous,
      ['gone'],
      { accounts: [anAccount([])] },
      ['pull secret gone', 'pod template'],
    ],
    [
      'who lists it: account',
      anonymous,
      ['gone'],
      { accounts: [anAccount(['gone'])] },
      ['ServiceAccount default lists it'],
    ],
    [
      'to restart a pod that is older than the attach',
      anonymous,
      [],
      { policySecrets: [policy], accounts: [anAccount(['acme-registry'])] },
      [
        'acme-registry of ImagePolicy acme',
        'created before',
        'listed acme-registry before Pullkeeper came',
        'kubectl -n team rollout restart deployment/web',
      ],
    ],
    [
      'that it will be evicted',
      anonymous,
      [],
      { policySecrets: [policy], accounts: [attached], template: 'none' },
      ['Nothing is to be done', 'evicts it for ImagePolicy acme'],
    ],
    [
      'that the template, once read, keeps it',
      anonymous,
      [],
      { policySecrets: [policy], accounts: [attached], template: 'sets' },
      ['does not evict it: its template sets imagePullSecrets', 'kubectl -n team edit deployment/web'],
    ],
    [
      'to empty the template’s own list',
      anonymous,
      ['hub'],
      { secrets: [foreign, good], accounts: [anAccount(['regcred'])] },
      ['regcred', 'pod template sets imagePullSecrets of its own (hub)'],
    ],
    [
      'an account that lacks it',
      anonymous,
      [],
      { secrets: [good], accounts: [anAccount([])] },
      ['team/default does not list it', 'Add regcred'],
    ],
    [
      'an account that no policy selects',
      anonymous,
      [],
      { policySecrets: [policy], accounts: [anAccount([])] },
      ['Let ImagePolicy acme select', 'kubectl describe imagepolicy acme'],
    ],
    ['that node credentials are not seen', anonymous, [], {}, ['ghcr.io/acme/app', 'cannot be seen', 'namespace team']],
  ])('names %s', (_, message, secrets, parts, words) => {
    const said = diagnose(message, secrets, parts)?.message
    for (const word of words) expect(said).toContain(word)
  })

  test('prefers the secret that a new pod would carry', () => {
    const parts = { secrets: [aPullSecret('a-first', ['ghcr.io']), good], accounts: [anAccount(['regcred'])] }
    expect(diagnose(anonymous, [], parts)?.message).toContain('Restart it')
  })

  test('what the text alone says stands beside the conclusion', () => {
    expect(diagnose(anonymous, [], {})?.failure).toEqual({ class: 'Unauthorized', reason: 'Anonymous' })
  })
})

describe('a pull of which nothing is said', () => {
  const silent = `Back-off pulling image "${image}"`
  const pod = aWaitingPod('ImagePullBackOff', silent, { imagePullSecrets: ['gone'] })
  const warning = aPodEvent(pod, {
    reason: 'FailedToRetrieveImagePullSecret',
    message: 'Unable to retrieve some image pull secrets (gone); attempting to pull the image may not succeed.',
  })

  test.each<[string, WorldParts, string]>([
    ['and a secret is missing', {}, 'PullSecretMissing'],
    ['but a warning of one', { events: [warning] }, 'PullSecretMissing'],
    ['but a warning of one that is there by now', { events: [warning], secrets: [aPullSecret('gone', [])] }, 'Unknown'],
    ['and all secrets are there', { secrets: [aPullSecret('gone', [])] }, 'Unknown'],
  ])('%s', (_, parts, cause) => {
    expect(diagnosePod(pod, aWorld(parts))[0]?.cause).toBe(cause)
  })
})

describe('the answer does not hang on the order of things', () => {
  const secrets: readonly PullSecret[] = [
    good,
    foreign,
    broken,
    aPullSecret('b', ['*.io']),
    aPullSecret('a', ['ghcr.io/acme']),
  ]
  const pod = aWaitingPod('ImagePullBackOff', `Back-off pulling image "${image}"`)
  const events = [anonymous, forbidden, hidden].map((message, index) =>
    aPodEvent(pod, {
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${message}`,
      container: 'app',
      name: `e${index}`,
    }),
  )

  prop.prop([shuffled(secrets), shuffled(events), shuffled([policy, { ...policy, policy: 'z' }])])(
    'of secrets, of Events of one second, of policies',
    (someSecrets, someEvents, policySecrets) => {
      expect(diagnosePod(pod, aWorld({ secrets: someSecrets, events: someEvents, policySecrets }))).toEqual(
        diagnosePod(pod, aWorld({ secrets, events, policySecrets: [policy, { ...policy, policy: 'z' }] })),
      )
    },
  )
})

describe('where Secrets may not be read, nothing is said of them', () => {
  test.each<[string, string, readonly string[], WorldParts, string]>([
    ['a pod without any', anonymous, [], {}, 'CredentialsMissing'],
    ['a pod that names one', anonymous, ['regcred'], {}, 'Unauthorized'],
    ['it pulls on other nodes', forbidden, ['regcred'], { imagesElsewhere: [image] }, 'NodeCredentialsDiffer'],
    ['none has been seen, the repository is known', hidden, ['regcred'], runs, 'AccessDeniedOrNotFound'],
    ['nothing is said of why', '', ['regcred'], {}, 'Unknown'],
  ])('%s: %s', (_, message, imagePullSecrets, parts, cause) => {
    const finding = diagnose(message, imagePullSecrets, { ...parts, secretsUnread: true })
    expect(finding).toMatchObject({ cause })
    expect(finding?.message).not.toMatch(/regcred|does not exist|has no docker config/)
  })

  test('what kubelet says of them stands', () => {
    const pod = aWaitingPod('ImagePullBackOff', '', { imagePullSecrets: ['regcred'] })
    const warning = aPodEvent(pod, {
      reason: 'FailedToRetrieveImagePullSecret',
      message: 'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
    })
    expect(diagnosePod(pod, aWorld({ events: [warning], secretsUnread: true }))).toMatchObject([
      { cause: 'PullSecretMissing' },
    ])
  })
})

describe('a ServiceAccount that is not known is not spoken for', () => {
  test.each<[string, readonly string[], WorldParts]>([
    ['a secret would match', ['hub'], { secrets: [foreign, good] }],
    ['a secret is missing', ['gone'], { secrets: [foreign] }],
  ])('%s', (_, names, parts) => {
    expect(diagnose(anonymous, names, parts)?.message).not.toMatch(/lists it|list it|pod template sets|of its own/)
  })
})

test('the remedy is the end of the message', () => {
  const finding = diagnose(forbidden, [], {})
  expect(finding?.remedy).toMatch(/^Let an ImagePolicy with credentials for ghcr\.io\/acme\/app select namespace team/)
  expect(finding?.message.endsWith(` ${finding.remedy}`)).toBe(true)
})
