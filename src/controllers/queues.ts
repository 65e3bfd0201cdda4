import type { WorkQueue } from '../runtime/workQueue.ts'

/** The operator's work, by what a key names. */
export const queueNames = [
  'policy',
  'provider',
  'credentials',
  'detection',
  'owner',
  'pullSecret',
  'creation',
  'recovery',
  'restart',
  'status',
] as const
export type QueueName = (typeof queueNames)[number]

/**
 * policy: an ImagePolicy; provider: the name of a credential provider; credentials: a namespace; detection: a pod (`namespace/name`); owner, creation: the uid of a
 * pod's owner; pullSecret: a Secret that a pod names (`namespace/name`); recovery, status: an ImagePolicy; restart: all pods.
 */
export type Queues = Readonly<Record<QueueName, WorkQueue>>
