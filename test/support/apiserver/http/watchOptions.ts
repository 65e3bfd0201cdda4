import { badRequest, invalid, type StatusCause } from '../status.ts'
import { forbiddenField, notSupported } from '../validation/fieldErrors.ts'

export interface WatchOptions {
  /** Whether to begin with what is there: synthetic ADDED events. */
  readonly initial: boolean
  /** Whether to mark the end of those with an annotated bookmark (a watch-list). */
  readonly markEnd: boolean
  readonly since: number
  readonly bookmarks: boolean
  readonly timeoutSeconds: number
}

/** How this server treats sendInitialEvents: as 1.36 does, refused as by servers without it, or unknown as before 1.27. */
export type WatchListSupport = 'serve' | 'refuse' | 'ignore'

const MATCH = 'NotOlderThan'

/** ValidateListOptions of apimachinery's internalversion/validation, for a watch, v1.36. */
const causesAgainst = (query: URLSearchParams, support: WatchListSupport): readonly StatusCause[] => {
  const match = query.get('resourceVersionMatch') ?? ''
  const asked = query.has('sendInitialEvents')
  return [
    ...(asked && match !== MATCH
      ? [forbiddenField('resourceVersionMatch', `sendInitialEvents requires setting resourceVersionMatch to ${MATCH}`)]
      : []),
    ...(asked && support === 'refuse'
      ? [
          forbiddenField(
            'sendInitialEvents',
            'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
          ),
        ]
      : []),
    ...(match !== '' && !asked
      ? [
          forbiddenField(
            'resourceVersionMatch',
            'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
          ),
        ]
      : []),
    ...(match !== '' && match !== MATCH ? [notSupported('resourceVersionMatch', match, [MATCH])] : []),
  ]
}

const isTrue = (text: string | null) => text === 'true' || text === '1'

/** The server's own limit on a watch, of the order of kube-apiserver's --min-request-timeout. */
const DEFAULT_TIMEOUT_SECONDS = 1800

/** Reads a watch's query; throws a 400 or 422 ApiError. */
export const watchOptions = (query: URLSearchParams, support: WatchListSupport): WatchOptions => {
  const causes = support === 'ignore' ? [] : causesAgainst(query, support)
  if (causes.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', causes)
  const revision = query.get('resourceVersion') ?? ''
  if (!/^\d*$/.test(revision))
    throw badRequest(
      `Invalid value: ${JSON.stringify(revision)}: strconv.ParseUint: parsing ${JSON.stringify(revision)}: invalid syntax`,
    )
  const since = Number(revision)
  const sendInitialEvents = support === 'ignore' ? null : query.get('sendInitialEvents')
  const watchList = isTrue(sendInitialEvents)
  const bookmarks = isTrue(query.get('allowWatchBookmarks'))
  return {
    initial: watchList || (since === 0 && sendInitialEvents === null),
    markEnd: watchList && bookmarks,
    since,
    bookmarks,
    timeoutSeconds: Number(query.get('timeoutSeconds') ?? 0) || DEFAULT_TIMEOUT_SECONDS,
  }
}
