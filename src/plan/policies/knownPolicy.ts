import type { Policy, PolicySource } from '../../domain/objects/policy.ts'
import type { Hindrance } from '../../domain/policy/hindrance.ts'
import type { SourceStanding, SourceTrouble } from '../../domain/policy/standing.ts'
import { effectivePolicy, type EffectivePolicy } from '../credentials/effectivePolicy.ts'
import type { ProviderScope } from '../credentials/providers/providerSource.ts'
import type { SeenSource } from '../credentials/resolveSources.ts'

/** What the operator has written into a policy's status, for the policy as it is now. */
export interface Told {
  readonly sources: readonly {
    readonly name: string
    readonly state: string
    readonly message: string
    readonly registries: readonly string[]
  }[]
  /** Of condition Ready, when it is False. */
  readonly notReady?: { readonly reason: string; readonly message: string }
}

/** A policy as it was read, of a cluster or of a manifest. */
export interface GivenPolicy {
  readonly policy: Policy
  /** It stands in a cluster. */
  readonly live: boolean
  /** Absent: the operator has said nothing, or nothing yet of the policy as it is now. */
  readonly told?: Told
}

/** What was read around policies, and what is known of the operator that carries them out. */
export interface PolicySurroundings {
  readonly ownNamespace: string
  readonly sourceNamespaces: ReadonlySet<string>
  /** False: the two above are guesses. */
  readonly operatorKnown: boolean
  /** undefined: it may be there, and was not read. */
  readonly look: (namespace: string, name: string) => SeenSource | undefined
}

/** A policy with all that can be known of it without being the operator. */
export interface KnownPolicy extends GivenPolicy {
  readonly effective: EffectivePolicy
  readonly sources: readonly SourceStanding[]
  readonly hindrance?: Hindrance
}

/** What providers give, only the operator knows. */
const noProviders: ProviderScope = {
  names: [],
  find: () => undefined,
  type: () => undefined,
  answer: () => ({}),
  settled: () => false,
}

const fine: ReadonlySet<string> = new Set(['Ready', 'Pending'])

const keysOf = (keys: readonly string[] | undefined): Pick<SourceStanding, 'keys'> =>
  keys === undefined ? {} : { keys }

const fromStatus = (source: PolicySource, told: Told['sources'][number]): SourceStanding => {
  const { name, state, message, registries } = told
  if (fine.has(state)) return { name, ...keysOf(state === 'Ready' ? registries : source.registries) }
  return { name, ...keysOf(source.registries), trouble: { state, message, sure: true } }
}

const unseen = (namespace: string, name: string): SourceTrouble => ({
  state: 'NotFound',
  message: `Secret ${namespace}/${name} is not among what was read: if it is not in the cluster either, nothing is handed out`,
  sure: false,
})

const resolved = (source: PolicySource, effective: EffectivePolicy, around: PolicySurroundings): SourceStanding => {
  const { name, registries } = source
  const report = effective.sources.find((each) => each.name === name)
  if (source.kind === 'provider' || report === undefined) return { name, ...keysOf(registries) }
  const { namespace = around.ownNamespace, name: secretName } = source.secretRef
  const seen = around.look(namespace, secretName)
  const { state, message } = report
  if (state === 'NotAllowed') {
    return { name, ...keysOf(registries), trouble: { state, message, sure: around.operatorKnown } }
  }
  if (seen === undefined) return { name, ...keysOf(registries), trouble: unseen(namespace, secretName) }
  const wholeKeys = seen.kind === 'seen' ? seen.secret.keys : []
  const kept = registries === undefined ? {} : { wholeKeys }
  return fine.has(state)
    ? { name, keys: report.registries, ...kept }
    : {
        name,
        ...keysOf(registries ?? (seen.kind === 'seen' ? wholeKeys : undefined)),
        trouble: { state, message, sure: true },
      }
}

const hindranceOf = (
  { policy, live, told }: GivenPolicy,
  sources: readonly SourceStanding[],
): Hindrance | undefined => {
  const { name, deleting, spec } = policy
  if (deleting) return { happened: 'is being deleted', remedy: 'Make another policy for it' }
  if (spec.suspend) {
    return {
      happened: 'is suspended',
      remedy: `Set suspend: false in ImagePolicy ${name}`,
    }
  }
  const bad = sources.find(({ trouble }) => trouble?.sure)
  if (bad?.trouble !== undefined) {
    const { state, message } = bad.trouble
    return {
      happened: `publishes nothing new, because its source ${bad.name} is not usable (${state}: ${message})`,
      remedy: `Correct source ${bad.name} of ImagePolicy ${name}`,
    }
  }
  if (told?.notReady !== undefined) {
    const { reason, message } = told.notReady
    return {
      happened: `is not ready (${reason}: ${message})`,
      remedy: `See kubectl describe imagepolicy ${name}`,
    }
  }
  return live && told === undefined
    ? {
        happened: 'has not been looked at by an operator as it is now',
        remedy: 'See whether Pullkeeper runs in the cluster (kubectl get pods -A -l app.kubernetes.io/name=pullkeeper)',
      }
    : undefined
}

/** Puts together what can be known of a policy: what the operator says of it, or what its sources are found to be. */
export const knowPolicy = (given: GivenPolicy, around: PolicySurroundings): KnownPolicy => {
  const { policy, told } = given
  const effective = effectivePolicy(
    policy,
    {
      ownNamespace: around.ownNamespace,
      allowedNamespaces: around.sourceNamespaces,
      look: (namespace, name) => around.look(namespace, name) ?? { kind: 'absent' },
      providers: noProviders,
      imagesIn: () => [],
    },
    // Nothing is written, so nothing is compared with what stands.
    () => '',
  )
  const sources = (policy.spec.credentials?.sources ?? []).map((source) => {
    const said = told?.sources.find(({ name }) => name === source.name)
    return said === undefined ? resolved(source, effective, around) : fromStatus(source, said)
  })
  const hindrance = hindranceOf(given, sources)
  return { ...given, effective, sources, ...(hindrance !== undefined && { hindrance }) }
}
