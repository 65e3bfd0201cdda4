import type { NamespaceOutcome } from '../../domain/policy/outcome.ts'
import { assessNamespace } from '../../plan/credentials/assess.ts'
import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import type { AccountAction, NamespacePlan, SecretAction } from '../../plan/credentials/action.ts'
import { planNamespace } from '../../plan/credentials/planNamespace.ts'
import { accountObject, secretObject, type NamespaceSnapshot } from '../../plan/credentials/snapshot.ts'
import { unseenNames } from '../../plan/credentials/unseenNames.ts'
import { wantedIn, type WantedIn } from '../../plan/credentials/wantedIn.ts'
import { done, requeue, requeueAfter, type Reconcile, type Result } from '../../runtime/controller.ts'
import { rfc3339Seconds } from '../../runtime/rfc3339.ts'
import { recordsOf } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'
import { frozenPolicies } from '../policies/frozenPolicies.ts'
import type { Fights } from './fights.ts'
import type { Progress } from './progress.ts'
import { lookAtSecretAgain, obstacleOf, resolveDoubts } from './lookAgain.ts'
import { executePlan, type ExecuteDeps, type Execution } from './executePlan.ts'
import { nameWriters, notingWrites } from './contested.ts'

export interface NamespaceDeps extends ExecuteDeps {
  readonly effective: Table<EffectivePolicy>
  readonly isProtected: (namespace: string) => boolean
  readonly unreadablePolicies: () => ReadonlySet<string>
  readonly fights: Fights
  readonly progress: Pick<Progress, 'refused'>
  /**
   * Namespaces that were there when the process began: an earlier one may have learned what no watch shows, so their
   * names are looked at before the first create. Without that, each restart would attach and detach once more.
   */
  readonly unexplored: Set<string>
  readonly now: () => Date
}

/** Plans in a row before giving way to other namespaces; each begins with what the last one learned. */
const rounds = 5

/** How long until a refused create or a foreign Secret that no watch shows is tried again, milliseconds. */
const obstacleRetryMs = 60_000

const snapshot = (deps: NamespaceDeps, name: string, terminating: boolean): NamespaceSnapshot => ({
  name,
  terminating,
  secrets: recordsOf(deps.store.pullSecrets, deps.store.secretsIn.keysOf(name)),
  accounts: recordsOf(deps.store.serviceAccounts, deps.store.accountsIn(name)),
  obstacles: deps.obstacles.in(name),
  frozenPolicies: frozenPolicies(deps.effective, deps.unreadablePolicies()),
  contested: deps.fights.in(name, deps.now().getTime()),
})

const outcomes = (
  seen: NamespaceSnapshot,
  { wanted, yielded }: WantedIn,
  refused: readonly Execution[],
): ReadonlyMap<string, NamespaceOutcome> => {
  // A refused create has a word of its own, kept with what is known of its name.
  const refusal = refused.find((one) => one.went === 'refused' && one.action.do !== 'createSecret')
  const problem = refusal?.went === 'refused' && {
    problem: { reason: 'WriteRefused' as const, message: refusal.error.message },
  }
  return new Map<string, NamespaceOutcome>([
    ...wanted.map((want): [string, NamespaceOutcome] => [want.policy, { ...problem, ...assessNamespace(seen, want) }]),
    ...yielded.map(({ policy, secretName, to }): [string, NamespaceOutcome] => [
      policy,
      {
        ready: false,
        accountsSelected: 0,
        accountsAttached: 0,
        problem: {
          reason: 'SecretNameConflict',
          message: `Secret ${seen.name}/${secretName} belongs to the older policy ${to}: choose another secretName`,
        },
      },
    ]),
  ])
}

const takesAway = (execution: Execution): boolean =>
  execution.went === 'refused' &&
  (execution.action.do === 'deleteSecret' ||
    (execution.action.do === 'writeAccount' && execution.action.removed.length > 0))

type Action = SecretAction | AccountAction

const targetOf = (action: Action): string =>
  action.do === 'writeAccount'
    ? accountObject(action.name)
    : secretObject('secret' in action ? action.secret.name : action.name)

/**
 * What was refused is not tried again in the same go; nor are secrets deleted whose reference could not be taken away,
 * for references go first.
 */
const withoutRefused = (plan: NamespacePlan, executions: readonly Execution[]): NamespacePlan => {
  const refused = new Set(executions.flatMap((one) => (one.went === 'refused' ? [targetOf(one.action)] : [])))
  const dropped = plan.first.filter((action) => refused.has(targetOf(action)))
  const referred = new Set(dropped.flatMap((action) => (action.do === 'writeAccount' ? action.removed : [])))
  const mayGo = (action: SecretAction): boolean =>
    !refused.has(targetOf(action)) && !(action.do === 'deleteSecret' && referred.has(action.name))
  return {
    first: plan.first.filter((action) => !dropped.includes(action)),
    afterwards: plan.afterwards.filter(mayGo),
  }
}

const soonest = (...waits: readonly (number | undefined)[]): Result => {
  const ms = Math.min(...waits.map((wait) => wait ?? Infinity))
  return ms === Infinity ? done : requeueAfter(ms)
}

/** A Secret of another type under a managed name shows in no watch: look whether it is still there. */
const recheckForeign = async ({ cluster, obstacles }: NamespaceDeps, namespace: string): Promise<void> => {
  for (const [name, { kind }] of new Map(obstacles.in(namespace))) {
    if (kind === 'refused') continue
    const look = await cluster.lookAtSecret(namespace, name)
    if (look.kind === 'otherType') obstacles.put(namespace, name, obstacleOf(look))
    else obstacles.clear(namespace, name)
  }
}

/**
 * Brings one namespace's managed secrets and ServiceAccounts to what the policies want: plan, execute, plan again from
 * what that taught, until there is nothing to do.
 */
export const reconcileNamespace =
  (deps: NamespaceDeps): Reconcile =>
  async (name): Promise<Result> => {
    const { store, obstacles, fights } = deps
    if (store.namespaces.get(name) === undefined) {
      obstacles.forget(name)
      fights.forget(name)
      deps.doubts.forget(name)
      deps.unexplored.delete(name)
      deps.progress.refused(name, false)
      store.outcomes.set(name, new Map())
      return done
    }
    await resolveDoubts(deps, name)
    await recheckForeign(deps, name)
    await nameWriters(deps, name)
    const unexplored = deps.unexplored.delete(name)
    const looked = new Set<string>()
    let refused: readonly Execution[] = []
    for (let round = 0; round < rounds; round++) {
      const namespace = store.namespaces.get(name)
      if (namespace === undefined) return requeue
      const want = wantedIn(namespace, effectiveIn(deps, name), deps.isProtected)
      const seen = snapshot(deps, name, namespace.terminating)
      const plan = withoutRefused(planNamespace(seen, want.wanted, rfc3339Seconds(deps.now())), refused)
      store.outcomes.set(name, namespace.terminating ? new Map() : outcomes(seen, want, refused))
      const unseen = unseenNames(seen, plan, unexplored ? effectiveIn(deps, name) : undefined)
      const unlooked = unseen.filter((secretName) => !looked.has(secretName))
      if (unlooked.length > 0) {
        for (const secretName of unlooked) await lookAtSecretAgain(deps, name, secretName)
        for (const secretName of unlooked) looked.add(secretName)
        continue
      }
      if (plan.first.length + plan.afterwards.length === 0) {
        deps.progress.refused(name, refused.some(takesAway))
        const obstructed = refused.length > 0 || obstacles.in(name).size > 0
        return soonest(obstructed ? obstacleRetryMs : undefined, fights.changesInMs(name, deps.now().getTime()))
      }
      const executions = await executePlan(notingWrites(deps), plan)
      refused = [...refused, ...executions.filter(({ went }) => went === 'refused')]
    }
    return requeue
  }

const effectiveIn = ({ store, effective }: NamespaceDeps, namespace: string): readonly EffectivePolicy[] =>
  [...store.membership.policiesOf(namespace)].flatMap((policy) => effective.get(policy) ?? [])
