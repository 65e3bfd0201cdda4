/** How many evictions at once, and how many a second after that. */
export interface BudgetLimit {
  readonly burst: number
  readonly perSecond: number
}

/**
 * An eviction is a delete, a create, a scheduling and a pull. A team of twenty Deployments recovers at once; a whole
 * cluster takes its time, and its registry and its scheduler are asked for no more than a rollout asks.
 */
export const budgetLimits = {
  namespace: { burst: 20, perSecond: 2 },
  policy: { burst: 50, perSecond: 10 },
} as const satisfies Record<string, BudgetLimit>

/** A token bucket at a moment, milliseconds since the epoch. */
export interface Bucket {
  readonly tokens: number
  readonly at: number
}

/** Buckets of one policy: its own, and one for each namespace in which it evicted lately. */
export interface Budget {
  readonly policy: Bucket | undefined
  readonly namespaces: ReadonlyMap<string, Bucket>
}

export const fullBudget: Budget = { policy: undefined, namespaces: new Map() }

/** A bucket from the future is one of now: the clock was set back, and what it missed is not made up for. */
const noLaterThan = (bucket: Bucket, now: number): Bucket => (bucket.at > now ? { ...bucket, at: now } : bucket)

/** Tokens now. A clock that was set back gives none and takes none. */
const tokensIn = (bucket: Bucket | undefined, { burst, perSecond }: BudgetLimit, now: number): number =>
  bucket === undefined ? burst : Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond)

/** Milliseconds until there is a token; 0 when there is one. */
const waitFor = (tokens: number, { perSecond }: BudgetLimit): number =>
  tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000)

export interface Taken {
  /** Milliseconds until one could be taken; 0 when it was. */
  readonly waitMs: number
  readonly budget: Budget
}

/** Takes one eviction in a namespace from both buckets, or none and says how long to wait. */
export const take = (budget: Budget, namespace: string, now: number): Taken => {
  const ofPolicy = tokensIn(budget.policy, budgetLimits.policy, now)
  const ofNamespace = tokensIn(budget.namespaces.get(namespace), budgetLimits.namespace, now)
  const waitMs = Math.max(waitFor(ofPolicy, budgetLimits.policy), waitFor(ofNamespace, budgetLimits.namespace))
  if (waitMs > 0) return { waitMs, budget }
  const namespaces = new Map(budget.namespaces).set(namespace, { tokens: ofNamespace - 1, at: now })
  return { waitMs: 0, budget: { policy: { tokens: ofPolicy - 1, at: now }, namespaces } }
}

/** The budget as it is now. Namespaces whose buckets are full again are forgotten: they say nothing. */
export const budgetAt = ({ policy, namespaces }: Budget, now: number): Budget => ({
  policy: policy && noLaterThan(policy, now),
  namespaces: new Map(
    [...namespaces]
      .filter(([, bucket]) => tokensIn(bucket, budgetLimits.namespace, now) < budgetLimits.namespace.burst)
      .map(([namespace, bucket]) => [namespace, noLaterThan(bucket, now)]),
  ),
})
