import { credentialTries } from '../../domain/credentials/keyring.ts'
import { explainMismatch, matchCredentials } from '../../domain/credentials/match.ts'
import { parseImageReference, type ImageReference, type ParsedReference } from '../../domain/image/reference.ts'
import { normalisePlatform, printPlatform } from '../../domain/platform/platform.ts'
import { namedPlatform } from '../../domain/platform/suffix.ts'
import { surroundingsOf } from '../audit/views.ts'
import type { CredentialsExplanation, ImageExplanation, PlatformsExplanation, PolicyInPlay } from './explanation.ts'
import type { Facts } from './gather.ts'
import { candidateNodes } from './nodes.ts'

export const explainImage = (text: string): ImageExplanation => {
  const parsed = parseImageReference(text)
  if (!parsed.ok) return { text, problem: parsed.problem }
  const { host, repository, tag, digest, implied } = parsed.reference
  return {
    text,
    registry: host,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    implied: [
      ...(implied.host ? (['registry'] as const) : []),
      ...(implied.library ? (['library'] as const) : []),
      ...(implied.tag ? (['tag'] as const) : []),
    ],
  }
}

const referenceOf = (parsed: ParsedReference) => (parsed.ok ? parsed.reference : undefined)

const policiesInPlay = (reference: ImageReference | undefined, facts: Facts): readonly PolicyInPlay[] => {
  const { declared, inventory, policies, subject } = facts
  const account = inventory.serviceAccounts.get(`${subject.namespace}/${declared.serviceAccountName}`)
  return policies.standingsIn(subject.namespace).flatMap((standing) => {
    const { policy, secretName, sources, applies, exempt, selectsAccount } = standing
    // What it does elsewhere does not matter here.
    const hindrance = exempt ?? (applies === 'No' ? undefined : standing.hindrance)
    const keys = sources.flatMap((source) => source.keys ?? [])
    const fits = reference !== undefined && credentialTries(reference, [{ name: secretName, keys }]).length > 0
    if (applies === 'No' && !fits) return []
    return [
      {
        policy,
        secret: secretName,
        keys,
        fits,
        selectsNamespace: applies,
        selectsAccount: account === undefined ? 'Unknown' : selectsAccount(account) ? 'Yes' : 'No',
        ...(hindrance !== undefined && { hindrance: hindrance.happened }),
      },
    ]
  })
}

const accountUnread = (name: string): string => `what ServiceAccount ${name} gives to its pods is not known here`

const nodesOwn = "the node's own credentials and credential providers come after these; they cannot be seen from here"

export const explainCredentials = (image: string, facts: Facts): CredentialsExplanation => {
  const { declared, inventory, unreadSecrets, subject } = facts
  const { namespace } = subject
  const around = surroundingsOf(inventory, facts.policies)
  const ofAccount = around.accountSecrets(namespace, declared.serviceAccountName)
  const names =
    declared.imagePullSecrets.length > 0 || declared.admitted ? declared.imagePullSecrets : (ofAccount ?? [])
  const secrets = names.map((name) => ({ name, known: around.secret(namespace, name) }))
  const reference = referenceOf(parseImageReference(image))
  const readable = secrets.flatMap(({ name, known }) =>
    known?.kind === 'readable' ? [{ name, keys: known.keys }] : [],
  )
  const { tries, passedOver } =
    reference === undefined ? { tries: [], passedOver: [] } : matchCredentials(reference, readable)
  const unusable = secrets.flatMap(({ name, known }) => {
    if (unreadSecrets.has(name)) return [{ secret: name, because: 'it is not known here' }]
    if (known === undefined) return [{ secret: name, because: 'it does not exist: kubelet warns and pulls without it' }]
    if (known.kind === 'malformed') {
      return [{ secret: name, because: `it cannot be read (${known.problem}), which fails every pull of the pod` }]
    }
    return known.kind === 'otherType'
      ? [{ secret: name, because: `it is of type ${known.type}, which kubelet ignores` }]
      : []
  })
  return {
    tries,
    notTried: passedOver.map(({ secret, key, because }) => ({ secret, key, because: explainMismatch(because) })),
    unusable,
    policies: policiesInPlay(reference, facts),
    also: [
      ...(ofAccount === undefined && !declared.admitted && names.length === 0
        ? [accountUnread(declared.serviceAccountName)]
        : []),
      nodesOwn,
    ],
  }
}

export const explainPlatforms = (image: string, { nodes, declared, pod }: Facts): PlatformsExplanation => {
  const reference = referenceOf(parseImageReference(image))
  const named = reference === undefined ? undefined : namedPlatform(reference)
  const candidates = candidateNodes(nodes ?? [], declared, pod.spec.nodeName)
  const byPlatform = new Map<string, string[]>()
  for (const { name, platform } of candidates) {
    const key = platform === undefined ? 'unknown' : printPlatform(normalisePlatform(platform))
    byPlatform.set(key, [...(byPlatform.get(key) ?? []), name])
  }
  const note =
    nodes === undefined
      ? 'which nodes there are is not known here'
      : candidates.length === 0
        ? 'no node fits what the pod asks for'
        : undefined
  return {
    ...(named !== undefined && { named: printPlatform({ os: named.os ?? 'linux', architecture: named.architecture }) }),
    needed: [...byPlatform]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([platform, names]) => ({ platform, nodes: names.sort() })),
    ...(note !== undefined && { note }),
  }
}
