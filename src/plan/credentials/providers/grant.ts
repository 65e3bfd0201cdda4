import type { RegistryEntry } from '../../../domain/credentials/credential.ts'
import { cacheKey, type CacheKeyType } from '../../../domain/credentialProvider/cacheKey.ts'
import type { ProviderResponse } from '../../../domain/credentialProvider/exchange.ts'
import { refreshDelayMs } from './refresh.ts'

/** Credentials that a plugin gave. Times are milliseconds since the epoch. */
export interface Grant {
  /** For what they hold: under what kubelet would file them. */
  readonly key: string
  readonly type: CacheKeyType
  readonly entries: readonly RegistryEntry[]
  /** When a new one is due, a while before it expires. */
  readonly refreshAt: number
  /** Absent when the plugin gave them for once and does not say how long they hold. */
  readonly expiresAt?: number
  /** They could not be refreshed in time. */
  readonly expired: boolean
}

/** That a plugin gave nothing, and when it is asked again. */
export interface Refusal {
  /** What happened, for people; the same from try to try as long as it is the same. */
  readonly message: string
  readonly failures: number
  readonly retryAt: number
}

interface Asked {
  readonly image: string
  readonly response: ProviderResponse
  /** What counts when the answer does not say, milliseconds. */
  readonly defaultCacheMs: number
  readonly now: number
  /** From 0 up to 1. */
  readonly random: number
}

/** Files an answer as kubelet does, and says when to ask again. */
export const grantOf = ({ image, response, defaultCacheMs, now, random }: Asked): Grant => {
  const lifetimeMs = response.cacheMs ?? defaultCacheMs
  return {
    key: cacheKey(response.cacheKeyType, image),
    type: response.cacheKeyType,
    entries: response.entries,
    refreshAt: now + refreshDelayMs(lifetimeMs, random),
    ...(lifetimeMs > 0 && { expiresAt: now + lifetimeMs }),
    expired: false,
  }
}
