import type { Namespace } from '../domain/objects/namespace.ts'
import type { Node } from '../domain/objects/node.ts'
import type { Pod } from '../domain/objects/pod.ts'
import type { Policy } from '../domain/objects/policy.ts'
import type { PullSecret } from '../domain/objects/pullSecret.ts'
import type { RuntimeClass } from '../domain/objects/runtimeClass.ts'
import type { ServiceAccount } from '../domain/objects/serviceAccount.ts'
import { parseAttached } from '../domain/ownership/attached.ts'
import { isOurs } from '../domain/ownership/marks.ts'
import { createAccountShelf, type AccountShelf } from './accounts/accountShelf.ts'
import { createEventLog, type EventLog } from './eventLog.ts'
import { createDeniedRepositories, type DeniedRepositories } from './findings/deniedRepositories.ts'
import { createFindings, type Findings } from './findings/findings.ts'
import { createTallies, type Tallies } from './findings/tallies.ts'
import { createGroupIndex, type GroupIndex } from './groupIndex.ts'
import { createImageUse, type ImageUse } from './imageUse.ts'
import { createMembership, type Membership } from './membership.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'
import { createOwners, type Owners } from './owners.ts'
import { createPodShelf, type PodShelf } from './pods/podShelf.ts'
import { createTable, type Table } from './table.ts'
import { createWrittenTable, type WrittenTable } from './writtenTable.ts'

/** All that the operator holds of the cluster, and what it concludes from it. Keys are `namespace/name` or `name`. */
export interface Store {
  readonly pods: Table<Pod>
  /** The pods of which this is true, without a look at each: see PodShelf. */
  readonly podsThatShare: PodShelf['thatShare']
  readonly events: EventLog
  readonly namespaces: Table<Namespace>
  readonly serviceAccounts: WrittenTable<ServiceAccount>
  readonly nodes: Table<Node>
  readonly pullSecrets: WrittenTable<PullSecret>
  readonly runtimeClasses: Table<RuntimeClass>
  readonly policies: WrittenTable<Policy>

  /** Keys of a namespace's ServiceAccounts. */
  readonly accountsIn: AccountShelf['keysIn']
  /** ServiceAccounts by the names that our annotation on them records. */
  readonly accountsRecording: GroupIndex
  readonly secretsIn: GroupIndex
  /** Secrets that are ours, by policy. */
  readonly secretsOf: GroupIndex
  readonly imageUse: ImageUse
  /** Pods of which a container waits, under `waiting`: of a hundred thousand those few that need a look. */
  readonly waitingPods: GroupIndex

  readonly membership: Membership
  readonly findings: Findings
  readonly deniedRepositories: DeniedRepositories
  /** Of containers that run and would be denied their image at a restart; by pod. */
  readonly risks: Findings
  readonly tallies: Tallies
  /** The same of risks. */
  readonly riskTallies: Tallies
  readonly outcomes: Outcomes
  readonly owners: Owners
}

const waitingGroup = ['waiting'] as const
const noGroups: readonly string[] = []

export const createStore = (): Store => {
  const accounts = createAccountShelf()
  const accountsRecording = createGroupIndex<ServiceAccount>(({ attached }) => [...parseAttached(attached).keys()])
  const secretsIn = createGroupIndex<PullSecret>(({ namespace }) => [namespace])
  const secretsOf = createGroupIndex<PullSecret>((secret) =>
    isOurs(secret) && secret.marks.policy !== undefined ? [secret.marks.policy] : [],
  )
  const shelf = createPodShelf()
  const imageUse = createImageUse()
  const waitingPods = createGroupIndex<Pod>(({ waiting }) => (waiting.length > 0 ? waitingGroup : noGroups))
  const tallies = createTallies((namespace) => membership.policiesOf(namespace))
  const deniedRepositories = createDeniedRepositories()
  const riskTallies = createTallies((namespace) => membership.policiesOf(namespace))
  const membership = createMembership((...moved) => {
    tallies.memberChanged(...moved)
    riskTallies.memberChanged(...moved)
  })
  return {
    pods: createTable<Pod>((change) => {
      imageUse.update(change)
      waitingPods.update(change)
    }, shelf),
    podsThatShare: shelf.thatShare,
    events: createEventLog(),
    namespaces: createTable<Namespace>(),
    serviceAccounts: createWrittenTable<ServiceAccount>(accountsRecording.update, accounts),
    nodes: createTable<Node>(),
    pullSecrets: createWrittenTable<PullSecret>((change) => {
      secretsIn.update(change)
      secretsOf.update(change)
    }),
    runtimeClasses: createTable<RuntimeClass>(),
    policies: createWrittenTable<Policy>(),
    accountsIn: accounts.keysIn,
    accountsRecording,
    secretsIn,
    secretsOf,
    imageUse,
    waitingPods,
    membership,
    findings: createFindings({ groups: tallies.findingChanged, subjects: deniedRepositories.update }),
    deniedRepositories,
    risks: createFindings({ groups: riskTallies.findingChanged }),
    tallies,
    riskTallies,
    outcomes: createOutcomes(),
    owners: createOwners(),
  }
}

/** The records that an index names, of those that the table still holds. */
export const recordsOf = <R>(table: Table<R>, keys: Iterable<string>): readonly R[] =>
  [...keys].flatMap((key) => {
    const record = table.get(key)
    return record === undefined ? [] : [record]
  })
