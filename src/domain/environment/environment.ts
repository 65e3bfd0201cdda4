import type { EnvFrom, EnvObjects, EnvProblem, EnvSource, EnvValue, EnvVar } from './declared.ts'
import type { DownwardPod } from './downwardApi.ts'
import type { Variables } from './expand.ts'
import type { ContainerResources } from './resourceField.ts'
import { fromAll, valueOf, type Resolved } from './resolve.ts'

/** A variable that a container gets. */
export interface EnvEntry {
  readonly name: string
  readonly value: EnvValue
  readonly from: EnvSource
  /** Where it would have come from too, had a later declaration not won; in the order in which they were set. */
  readonly replaces: readonly EnvSource[]
}

export interface EnvironmentFacts {
  readonly env: readonly EnvVar[]
  readonly envFrom: readonly EnvFrom[]
  readonly pod: DownwardPod
  readonly container: ContainerResources
  /** The other containers of the pod: a resourceFieldRef may name one. */
  readonly containers: readonly ContainerResources[]
  readonly services: Variables
  readonly objects: EnvObjects
}

export interface Environment {
  /** In kubelet's order of precedence: what the container declares, in its order; then the Services' variables. */
  readonly entries: readonly EnvEntry[]
  /** Each of them keeps the container from being created. */
  readonly problems: readonly EnvProblem[]
}

/** Earlier declarations first: what envFrom gives, then env in its order, where `$(NAME)` sees what came before. */
const declarations = (facts: EnvironmentFacts, known: Map<string, EnvValue>): readonly Resolved[] => {
  const fromObjects = facts.envFrom.flatMap((source) => fromAll(source, facts.objects))
  for (const { name, value } of fromObjects) if (value !== undefined) known.set(name, value)
  const own = facts.env.map((variable) => {
    const resolved = valueOf(variable, known, facts)
    if (resolved.value !== undefined) known.set(variable.name, resolved.value)
    return resolved
  })
  return [...fromObjects, ...own]
}

const entriesOf = (declared: readonly Resolved[]): readonly EnvEntry[] => {
  const entries = new Map<string, EnvEntry>()
  for (const { name, value, from } of declared) {
    if (value === undefined) continue
    const earlier = entries.get(name)
    entries.set(name, {
      name,
      value,
      from,
      replaces: earlier === undefined ? [] : [...earlier.replaces, earlier.from],
    })
  }
  return [...entries.values()]
}

const service = { kind: 'service' } as const

/**
 * The environment that kubelet gives a container (makeEnvironmentVariables, pkg/kubelet/kubelet_pods.go, v1.36): `env`
 * wins over `envFrom`, later over earlier, and both over the Services' variables; `$(NAME)` in a value sees what stands
 * before it, then the Services. The runtime adds what the image sets itself, where none of these has the name.
 */
export const environmentOf = (facts: EnvironmentFacts): Environment => {
  const declared = declarations(facts, new Map())
  const own = entriesOf(declared)
  const names = new Set(own.map(({ name }) => name))
  const entries = own.map((entry) =>
    facts.services.has(entry.name) ? { ...entry, replaces: [service, ...entry.replaces] } : entry,
  )
  const added = [...facts.services].flatMap(([name, text]): readonly EnvEntry[] =>
    names.has(name) ? [] : [{ name, value: { state: 'known', text }, from: service, replaces: [] }],
  )
  return {
    entries: [...entries, ...added],
    problems: declared.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, problem }])),
  }
}
