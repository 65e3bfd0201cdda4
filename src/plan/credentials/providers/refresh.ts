/**
 * Which part of their life credentials are used for: at the end a fifth at least is left, for the pulls that have begun
 * with them and for retries. The spread keeps the operators of many clusters from asking at the same moment.
 */
const earliestPart = 0.6
const latestPart = 0.8

/** Not more often than this, however short the credentials' life, milliseconds: each may mean a write in every namespace. */
const shortestMs = 5_000

/** How often a plugin is asked that gives its credentials for once only, milliseconds. */
const onceMs = 60_000

/**
 * Milliseconds until credentials are to be replaced.
 *
 * @param lifetimeMs how long they hold; 0 for once, of which nothing follows for how long
 * @param random from 0 up to 1
 */
export const refreshDelayMs = (lifetimeMs: number, random: number): number => {
  const life = lifetimeMs > 0 ? lifetimeMs : onceMs
  return Math.max(life * (earliestPart + (latestPart - earliestPart) * random), shortestMs)
}
