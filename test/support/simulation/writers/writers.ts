import type { InProcessStore } from '../../apiserver/inProcess.ts'
import type { Random } from '../random.ts'
import { accountActs } from './accounts.ts'
import type { Act, Scene } from './act.ts'
import { namespaceActs } from './namespaces.ts'
import { policyActs, resumePolicies } from './policies.ts'
import { mendSources, sourceActs } from './sources.ts'
import { tenantActs } from './tenants.ts'

/** What everybody but the operator does to the cluster. */
export interface Writers extends Pick<Scene, 'foreignEntries' | 'versions'> {
  /** Does something by chance and says what. */
  readonly act: () => string
  /** The same, of what leaves the operator able to carry everything out. */
  readonly actHarmlessly: () => string
  /** Brings sources and policies into a state in which the operator can do everything. */
  readonly settle: () => void
}

export const createWriters = (server: InProcessStore, random: Random): Writers => {
  const scene: Scene = { server, random, foreignEntries: new Map(), versions: new Map() }
  const acts = [
    ...namespaceActs(scene),
    ...accountActs(scene),
    ...policyActs(scene),
    ...sourceActs(scene),
    ...tenantActs(scene),
  ].flatMap((act) => Array.from({ length: act.weight }, () => act))
  const harmless = acts.filter(({ lasting }) => !lasting)
  const run = (some: readonly Act[]): string => random.pick(some)?.run() ?? ''

  mendSources(scene)
  return {
    ...scene,
    act: () => run(acts),
    actHarmlessly: () => run(harmless),
    settle: () => {
      mendSources(scene)
      resumePolicies(scene)
    },
  }
}
