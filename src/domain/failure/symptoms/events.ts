import type { ObservedEvent } from '../../objects/event.ts'

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const newer = (a: ObservedEvent, b: ObservedEvent): ObservedEvent =>
  (a.lastSeen - b.lastSeen || compareText(a.message, b.message)) < 0 ? b : a

/** The Event that says why a pull failed. */
export const isFailedPull = ({ reason, message }: ObservedEvent): boolean =>
  reason === 'Failed' && message.includes('Failed to pull image "')

/** Kubelet pulls without pull secrets that it cannot read, and warns. */
export const warnsOfUnreadSecrets = ({ reason }: ObservedEvent): boolean => reason === 'FailedToRetrieveImagePullSecret'

/** The newest event that fits; of several of one second always the same one, in whatever order they come. */
export const newestEvent = (
  events: readonly ObservedEvent[],
  fits: (event: ObservedEvent) => boolean,
): ObservedEvent | undefined => {
  const [first, ...others] = events.filter(fits)
  return first && others.reduce(newer, first)
}
