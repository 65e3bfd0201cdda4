import type { Hindrance } from './hindrance.ts'
import type { ServiceAccount } from '../objects/serviceAccount.ts'
import type { RecoveryMode } from '../recovery/stuckPod.ts'

/** One source of a policy, as far as it is known outside of the operator. */
export interface SourceStanding {
  readonly name: string
  /** Registry keys that it gives, or is there to give; absent when that is not known. */
  readonly keys?: readonly string[]
  /** All keys of its Secret, where its `registries` take but a part of them. */
  readonly wholeKeys?: readonly string[]
  readonly trouble?: SourceTrouble
}

export interface SourceTrouble {
  /** As in `status.sources[].state`. */
  readonly state: string
  /** What is wrong and what to do, with the object in it. */
  readonly message: string
  /** False: it is so unless what was not read says otherwise. */
  readonly sure: boolean
}

/** How a policy with credentials stands to one namespace. */
export interface PolicyStanding {
  readonly policy: string
  readonly secretName: string
  readonly recovery: RecoveryMode
  readonly sources: readonly SourceStanding[]
  /** `Unknown`: the labels of the namespace were not read. */
  readonly applies: 'Yes' | 'No' | 'Unknown'
  /** Why it gives nothing to a namespace that its selector selects. */
  readonly exempt?: Hindrance
  readonly selectsAccount: (account: ServiceAccount) => boolean
  /** Why it hands out nothing at present, wherever it applies. */
  readonly hindrance?: Hindrance
}
