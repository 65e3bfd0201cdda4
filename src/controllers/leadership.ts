import type { ApiClient } from '../kube/client.ts'
import { startLeaderElection, type ElectionNotice } from '../kube/lease/election.ts'
import type { Logger } from '../observe/log.ts'

export interface LeadershipOptions {
  readonly client: ApiClient
  readonly log: Logger
  /** False: lead at once, without a Lease. */
  readonly elect: boolean
  readonly namespace: string
  readonly leaseName: string
  readonly identity: string
  /** Every write must end at once. */
  readonly onLost: () => void
}

/** Whether this process may write. */
export interface Leadership {
  readonly leading: () => boolean
  /** Resolves when it leads; never, when it never does. */
  readonly begun: Promise<void>
  readonly lost: () => boolean
  /** Gives the Lease to the next one; call when all writes have ended. */
  readonly release: () => Promise<void>
}

const tell = (log: Logger, notice: ElectionNotice): void => {
  switch (notice.kind) {
    case 'waiting':
      return log.info('waiting to lead', { holder: notice.holder })
    case 'leading':
      return log.info('leading')
    case 'refused':
      return log.error('Lease refused', { reason: notice.message })
    case 'failing':
      return log.warn('Lease not reached', { reason: notice.why })
    case 'lost':
      return log.error('Lease lost', { reason: notice.why })
    case 'released':
      return log.info('Lease released')
  }
}

/** Takes part in the election, so that a rolling update never has two writers. */
export const takePart = ({
  client,
  log,
  elect,
  namespace,
  leaseName,
  identity,
  onLost,
}: LeadershipOptions): Leadership => {
  if (!elect)
    return { leading: () => true, begun: Promise.resolve(), lost: () => false, release: () => Promise.resolve() }
  let state: 'candidate' | 'leading' | 'over' = 'candidate'
  let lost = false
  const begun = Promise.withResolvers<void>()
  const election = startLeaderElection({
    client,
    namespace,
    name: leaseName,
    identity,
    onLeading: () => {
      state = 'leading'
      begun.resolve()
    },
    onLost: () => {
      state = 'over'
      lost = true
      onLost()
    },
    report: (notice) => tell(log, notice),
  })
  return {
    leading: () => state === 'leading',
    begun: begun.promise,
    lost: () => lost,
    release: async () => {
      state = 'over'
      await election.release()
    },
  }
}
