import { from, lastValueFrom, mergeMap, toArray } from 'rxjs'
import { ApiError, isAlreadyExists, isConflict, isNotFound } from '../../kube/apiError.ts'
import type { AccountAction, NamespacePlan, SecretAction } from '../../plan/credentials/action.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'
import type { Doubts } from './doubts.ts'
import { lookAtAccountAgain, lookAtSecretAgain } from './lookAgain.ts'
import type { Obstacles } from './obstacles.ts'

export interface ExecuteDeps {
  readonly store: Store
  readonly cluster: Cluster
  readonly obstacles: Obstacles
  readonly doubts: Doubts
  /** Told of each write that the API server took. */
  readonly wrote: (action: SecretAction | AccountAction) => void
}

/** How an action went: taken; overtaken (what it was planned from is no longer so: plan again); refused for good. */
export type Execution =
  | { readonly went: 'well' | 'overtaken' }
  | { readonly went: 'refused'; readonly action: SecretAction | AccountAction; readonly error: ApiError }

type Action = SecretAction | AccountAction

/** No answer, or none that says whether it was done. */
interface Unknown {
  readonly went: 'unknown'
  readonly error: unknown
}

/** Writes at the same time in one namespace; the controller's own concurrency multiplies it. */
const writesAtOnce = 8

const well: Execution = { went: 'well' }
const overtaken: Execution = { went: 'overtaken' }

/** A 4xx that will be the same next time; 404 is a namespace or object that went, 429 passes. */
const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && ![404, 409, 429].includes(error.status)

const key = (namespace: string, name: string): string => `${namespace}/${name}`

const writeSecret = async ({ store, cluster, obstacles }: ExecuteDeps, action: SecretAction): Promise<void> => {
  switch (action.do) {
    case 'deleteSecret':
      await cluster.deleteSecret(action.namespace, action.name, action.seen)
      obstacles.clear(action.namespace, action.name)
      return store.pullSecrets.gone(key(action.namespace, action.name), action.seen.uid)
    case 'recreateSecret':
      await cluster.deleteSecret(action.secret.namespace, action.secret.name, action.seen)
      store.pullSecrets.gone(key(action.secret.namespace, action.secret.name), action.seen.uid)
      obstacles.clear(action.secret.namespace, action.secret.name)
      break
    case 'createSecret':
    case 'updateSecret':
      break
  }
  const { secret } = action
  const written = await (action.do === 'updateSecret'
    ? cluster.patchSecret(secret, action.seen)
    : cluster.createSecret(secret))
  obstacles.clear(secret.namespace, secret.name)
  store.pullSecrets.written(key(secret.namespace, secret.name), written)
}

const targetOf = (action: Action): { readonly namespace: string; readonly name: string } =>
  'secret' in action ? action.secret : action

const write = async (deps: ExecuteDeps, action: Action): Promise<void> => {
  if (action.do !== 'writeAccount') return writeSecret(deps, action)
  deps.store.serviceAccounts.written(key(action.namespace, action.name), await deps.cluster.writeAccount(action))
}

const recover = async (deps: ExecuteDeps, action: Action, error: unknown): Promise<Execution> => {
  const { namespace, name } = targetOf(action)
  if (action.do === 'writeAccount') {
    if (!isConflict(error) && !isNotFound(error)) return refusedOrThrow(action, error)
    await lookAtAccountAgain(deps, namespace, name)
    return overtaken
  }
  if (isNotFound(error) && action.do === 'createSecret') return overtaken // the namespace is gone; the watch will say so
  if (isAlreadyExists(error) || isConflict(error) || isNotFound(error)) {
    await lookAtSecretAgain(deps, namespace, name)
    return overtaken
  }
  if (isRefusal(error) && action.do !== 'deleteSecret') {
    deps.obstacles.put(namespace, name, { kind: 'refused', message: error.failure.message })
  }
  return refusedOrThrow(action, error)
}

const refusedOrThrow = (action: Action, error: unknown): Execution => {
  if (isRefusal(error)) return { went: 'refused', action, error }
  throw error
}

const execute = async (deps: ExecuteDeps, action: Action): Promise<Execution | Unknown> => {
  try {
    await write(deps, action)
  } catch (error) {
    return await recover(deps, action, error).catch((unknown: unknown) => {
      const { namespace, name } = targetOf(action)
      deps.doubts.add(namespace, { kind: action.do === 'writeAccount' ? 'account' : 'secret', name })
      return { went: 'unknown', error: unknown }
    })
  }
  deps.wrote(action)
  return well
}

/** Ends only when every write has been answered: nothing goes on behind the back of the next plan. */
const executeAll = async (deps: ExecuteDeps, actions: readonly Action[]): Promise<readonly Execution[]> => {
  const executions = await lastValueFrom(
    from(actions).pipe(
      mergeMap((action) => execute(deps, action), writesAtOnce),
      toArray(),
    ),
  )
  for (const one of executions) if (one.went === 'unknown') throw one.error
  return executions.filter((one) => one.went !== 'unknown')
}

/**
 * Executes a namespace's plan: what is `first` side by side, and `afterwards` only when all of it went well. Whatever it
 * finds to be otherwise goes into the store, so that planning again starts from the truth.
 *
 * @throws ApiError when the API server cannot be reached or is overloaded: try the whole again
 */
export const executePlan = async (deps: ExecuteDeps, plan: NamespacePlan): Promise<readonly Execution[]> => {
  const first = await executeAll(deps, plan.first)
  if (first.some(({ went }) => went !== 'well')) return first
  return [...first, ...(await executeAll(deps, plan.afterwards))]
}
