/** How many evictions at once, and how many a second after that. */
export interface BudgetLimit {
  readonly burst: number
  readonly perSecond: number
}

/**
 * An eviction is a delete, a create, a scheduling and a pull. A team of twenty Deployments recovers in seconds; a whole
 * cluster takes its time, and its registry and its scheduler are asked for no more than a rollout asks.
 *
 * A node is given fewer than kubelet pulls (registryPullQPS 5, registryBurst 10; pkg/kubelet/images/helpers.go, v1.36:
 * what is over is not queued, but fails with `pull QPS exceeded`, and is tried again after 10 to 15 s). The rest is for
 * the tries of pods that are still stuck there (docs/decisions/0017).
 */
export const budgetLimits = {
  node: { burst: 2, perSecond: 4 },
  namespace: { burst: 20, perSecond: 2 },
  policy: { burst: 50, perSecond: 10 },
} as const satisfies Record<string, BudgetLimit>

/** A token bucket at a moment, milliseconds since the epoch. */
export interface Bucket {
  readonly tokens: number
  readonly at: number
}

export type Buckets = ReadonlyMap<string, Bucket>

/** What one policy may evict: its own bucket, and one for each namespace and node in which was evicted lately. */
export interface Budget {
  readonly policy: Bucket | undefined
  readonly namespaces: Buckets
  /** These are common to all policies. */
  readonly nodes: Buckets
}

export const fullBudget: Budget = { policy: undefined, namespaces: new Map(), nodes: new Map() }

/** A bucket from the future is one of now: the clock was set back, and what it missed is not made up for. */
const noLaterThan = (bucket: Bucket, now: number): Bucket => (bucket.at > now ? { ...bucket, at: now } : bucket)

/** Tokens now. A clock that was set back gives none and takes none. */
const tokensIn = (bucket: Bucket | undefined, { burst, perSecond }: BudgetLimit, now: number): number =>
  bucket === undefined ? burst : Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond)

/** Milliseconds until there is a token; 0 when there is one. */
const waitFor = (tokens: number, { perSecond }: BudgetLimit): number =>
  tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000)

/** Where a pod is that is to go. Its replacement is taken to come to the same node, which is as good as any guess. */
export interface Place {
  readonly namespace: string
  readonly nodeName?: string
}

export interface Taken {
  /** Milliseconds until one could be taken; 0 when it was. */
  readonly waitMs: number
  readonly budget: Budget
}

/** Takes one eviction from all buckets, or none and says how long to wait. */
export const take = (budget: Budget, { namespace, nodeName }: Place, now: number): Taken => {
  const ofPolicy = tokensIn(budget.policy, budgetLimits.policy, now)
  const ofNamespace = tokensIn(budget.namespaces.get(namespace), budgetLimits.namespace, now)
  const ofNode = tokensIn(nodeName === undefined ? undefined : budget.nodes.get(nodeName), budgetLimits.node, now)
  const waitMs = Math.max(
    waitFor(ofPolicy, budgetLimits.policy),
    waitFor(ofNamespace, budgetLimits.namespace),
    waitFor(ofNode, budgetLimits.node),
  )
  if (waitMs > 0) return { waitMs, budget }
  const less = (tokens: number): Bucket => ({ tokens: tokens - 1, at: now })
  return {
    waitMs: 0,
    budget: {
      policy: less(ofPolicy),
      namespaces: new Map(budget.namespaces).set(namespace, less(ofNamespace)),
      nodes: nodeName === undefined ? budget.nodes : new Map(budget.nodes).set(nodeName, less(ofNode)),
    },
  }
}

/** Those that are not full again: a full one says nothing. */
const notFull = (buckets: Buckets, limit: BudgetLimit, now: number): Buckets =>
  new Map(
    [...buckets]
      .filter(([, bucket]) => tokensIn(bucket, limit, now) < limit.burst)
      .map(([name, bucket]) => [name, noLaterThan(bucket, now)]),
  )

/** The budget as it is now. */
export const budgetAt = ({ policy, namespaces, nodes }: Budget, now: number): Budget => ({
  policy: policy && noLaterThan(policy, now),
  namespaces: notFull(namespaces, budgetLimits.namespace, now),
  nodes: notFull(nodes, budgetLimits.node, now),
})
