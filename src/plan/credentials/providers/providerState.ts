import { cacheKey, cacheKeysToTry, type CacheKeyType } from '../../../domain/credentialProvider/cacheKey.ts'
import type { Grant, Refusal } from './grant.ts'

/** What is known of one provider. */
export interface ProviderState {
  /** Of its last answer: what to expect of the next one. */
  readonly type?: CacheKeyType
  readonly grants: ReadonlyMap<string, Grant>
  /** By the key of the call. */
  readonly refusals: ReadonlyMap<string, Refusal>
}

/** One call of a plugin. */
export interface Call {
  readonly image: string
  /** Images of one key wait for one answer. */
  readonly key: string
}

/** What to do now, and when (milliseconds since the epoch) to look again. */
export interface CallPlan {
  readonly calls: readonly Call[]
  readonly nextAt?: number
}

export const unknownProvider: ProviderState = { grants: new Map(), refusals: new Map() }

/** The credentials that there are for an image, the narrowest first. */
export const grantFor = ({ grants }: ProviderState, image: string): Grant | undefined =>
  cacheKeysToTry(image)
    .map((key) => grants.get(key))
    .find((grant) => grant !== undefined)

const callKey = (state: ProviderState, image: string): string =>
  grantFor(state, image)?.key ?? (state.type === undefined ? image : cacheKey(state.type, image))

export const refusalFor = (state: ProviderState, image: string): Refusal | undefined =>
  state.refusals.get(callKey(state, image))

const dueAt = (state: ProviderState, { image, key }: Call): number =>
  state.refusals.get(key)?.retryAt ?? grantFor(state, image)?.refreshAt ?? -Infinity

/** Until the next call of a key that fails, its credentials may expire. */
const expiryOf = (state: ProviderState, { image, key }: Call): number => {
  const grant = grantFor(state, image)
  return state.refusals.has(key) && grant?.expired === false ? (grant.expiresAt ?? Infinity) : Infinity
}

/**
 * Which calls are due, one for each key. As long as a provider has not answered once, nobody knows which images share an
 * answer: then it is one call at a time.
 *
 * @param images wanted, in the order in which they are asked for
 */
export const planCalls = (state: ProviderState, images: readonly string[], now: number): CallPlan => {
  const calls = new Map<string, Call>()
  let nextAt = Infinity
  for (const image of images) {
    const call = { image, key: callKey(state, image) }
    const due = dueAt(state, call)
    if (due > now) nextAt = Math.min(nextAt, due, expiryOf(state, call))
    else if (!calls.has(call.key)) calls.set(call.key, call)
  }
  const all = [...calls.values()]
  return {
    calls: state.type === undefined ? all.slice(0, 1) : all,
    ...(nextAt < Infinity && { nextAt }),
  }
}

const withoutKeys = <V>(map: ReadonlyMap<string, V>, keys: readonly string[]): Map<string, V> =>
  new Map([...map].filter(([key]) => !keys.includes(key)))

/**
 * After a call that was answered. What would still be found before the new answer goes: a plugin may file the same image
 * otherwise than last time.
 */
export const granted = (state: ProviderState, call: Call, grant: Grant): ProviderState => {
  const order = cacheKeysToTry(call.image)
  const gone = [...order.slice(0, order.indexOf(grant.key)), call.key]
  return {
    type: grant.type,
    grants: withoutKeys(state.grants, gone).set(grant.key, grant),
    refusals: withoutKeys(state.refusals, [...gone, grant.key]),
  }
}

export const refused = (state: ProviderState, call: Call, refusal: Refusal): ProviderState => ({
  ...state,
  refusals: new Map(state.refusals).set(call.key, refusal),
})

/** Everything is due: the clock was set back, and the times that were noted by it say nothing any more. */
export const allDue = (state: ProviderState, now: number): ProviderState => ({
  ...state,
  grants: new Map([...state.grants].map(([key, grant]) => [key, { ...grant, refreshAt: now }])),
  refusals: new Map([...state.refusals].map(([key, refusal]) => [key, { ...refusal, retryAt: now }])),
})

/**
 * Forgets what no image asks for any more, and marks what could not be refreshed before it expired. The same state when
 * nothing is to be done.
 */
export const tidied = (state: ProviderState, images: readonly string[], now: number): ProviderState => {
  const wanted = new Set(images.map((image) => callKey(state, image)))
  const isExpired = ({ key, expiresAt = Infinity }: Grant): boolean => state.refusals.has(key) && expiresAt <= now
  const keys = [...state.grants.keys(), ...state.refusals.keys()]
  const tidy = keys.every((key) => wanted.has(key))
  if (tidy && [...state.grants.values()].every((grant) => grant.expired === isExpired(grant))) return state
  return {
    ...state,
    grants: new Map(
      [...state.grants]
        .filter(([key]) => wanted.has(key))
        .map(([key, grant]) => [key, { ...grant, expired: isExpired(grant) }]),
    ),
    refusals: new Map([...state.refusals].filter(([key]) => wanted.has(key))),
  }
}
