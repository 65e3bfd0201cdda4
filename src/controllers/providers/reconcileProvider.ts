import { from, lastValueFrom, mergeMap } from 'rxjs'
import type { ConfiguredProvider } from '../../config/credentialProviders.ts'
import { grantOf } from '../../plan/credentials/providers/grant.ts'
import {
  allDue,
  granted,
  planCalls,
  refused,
  tidied,
  type Call,
  type ProviderState,
} from '../../plan/credentials/providers/providerState.ts'
import { backoffDelay, type BackoffPolicy } from '../../runtime/backoff.ts'
import { done, requeueAfter, type Reconcile } from '../../runtime/controller.ts'
import type { CallPlugin, PluginAnswer } from './callPlugin.ts'
import type { Providers } from './providers.ts'

/** Told of each call. */
export interface CallReports {
  readonly called: (provider: string, image: string, answer: PluginAnswer, seconds: number) => void
}

export interface ProviderDeps {
  readonly providers: Providers
  /** Images that policies want to know about, each once, in the order of the policies. */
  readonly wanted: (provider: string) => readonly string[]
  /** Whether it is known which images are in use. */
  readonly imagesKnown: () => boolean
  /** Compiles the policies that have a source of this provider, for what it gives has changed. */
  readonly changed: (provider: string) => void
  readonly call: CallPlugin
  readonly reports: CallReports
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly random: () => number
}

/** Processes of one plugin at the same time. */
const callsAtOnce = 4

/** Credentials are asked for again in the last fifth to two fifths of their life: hours or minutes, not seconds. */
const retries: BackoffPolicy = { baseMs: 2_000, maxMs: 300_000, jitter: 0.5 }

/**
 * Longest time without a look at the clock, milliseconds: timers stand still while the machine sleeps, and a clock may be
 * set, but credentials expire all the same.
 */
const longestWaitMs = 60_000

const after = (
  { now, random }: ProviderDeps,
  provider: ConfiguredProvider,
  state: ProviderState,
  call: Call,
  answer: PluginAnswer,
): ProviderState => {
  switch (answer.kind) {
    case 'aborted':
      return state
    case 'answered': {
      const { response } = answer
      const { defaultCacheMs } = provider
      return granted(
        state,
        call,
        grantOf({ image: call.image, response, defaultCacheMs, now: now(), random: random() }),
      )
    }
    case 'failed': {
      const failures = (state.refusals.get(call.key)?.failures ?? 0) + 1
      const retryAt = now() + backoffDelay(retries, failures, random())
      return refused(state, call, { message: answer.message, failures, retryAt })
    }
  }
}

const ask = async (
  deps: ProviderDeps,
  provider: ConfiguredProvider,
  call: Call,
  signal: AbortSignal,
): Promise<void> => {
  const { providers, reports, changed, now } = deps
  const startedAt = now()
  const answer = await deps.call(provider, call.image, signal)
  reports.called(provider.name, call.image, answer, (now() - startedAt) / 1000)
  const state = after(deps, provider, providers.state(provider.name), call, answer)
  if (providers.put(provider.name, state)) changed(provider.name)
}

/**
 * Calls one provider's plugin for whatever is wanted of it and due, and comes again when the next thing is due. A key is
 * worked on by one at a time, so no two calls ask for the same.
 */
export const reconcileProvider = (deps: ProviderDeps): Reconcile => {
  const { providers, now, changed } = deps
  const lastLook = new Map<string, number>()
  const noticeSetBack = (name: string): void => {
    if (now() < (lastLook.get(name) ?? -Infinity)) providers.put(name, allDue(providers.state(name), now()))
    lastLook.set(name, now())
  }
  return async (name, signal) => {
    const provider = providers.find(name)
    if (provider === undefined) return done
    noticeSetBack(name)
    while (!signal.aborted) {
      const images = deps.wanted(name)
      if (providers.put(name, tidied(providers.state(name), images, now()))) changed(name)
      const { calls, nextAt } = planCalls(providers.state(name), images, now())
      if (calls.length === 0) {
        if (deps.imagesKnown() && providers.settle(name)) changed(name)
        return nextAt === undefined ? done : requeueAfter(Math.min(Math.max(nextAt - now(), 1), longestWaitMs))
      }
      await lastValueFrom(from(calls).pipe(mergeMap((call) => ask(deps, provider, call, signal), callsAtOnce)))
    }
    return done
  }
}
