import { cutSentence } from './policyHint.ts'
import type { Question } from './denied.ts'

/** Enough to act on; the rest is counted. */
const shown = 3

const list = (items: readonly string[]): string =>
  items.length <= shown ? items.join(', ') : `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`

/** Keys of the pod's secrets match the image, so kubelet has tried them all. */
export const credentialsRejected: Question = ({ pod, reference, repository, tries, failure }, world) => {
  const [first] = tries
  if (first === undefined) return undefined
  const { namespace } = pod
  const tried = list(tries.map(({ secret, key }) => `${secret} (key ${key})`))
  const hides = failure.class === 'AccessDeniedOrNotFound' ? ', or has no such repository' : ''
  const source = world.policySecretsIn(namespace).find(({ secretName }) => secretName === first.secret)
  const fix =
    source === undefined
      ? `in Secret ${namespace}/${first.secret}`
      : `in the source of ImagePolicy ${source.policy}, which keeps Secret ${first.secret}`
  const stale =
    source?.hindrance === undefined ? '' : ` ImagePolicy ${source.policy} ${cutSentence(source.hindrance.happened)}.`
  const anonymous = failure.reason === 'Anonymous' ? ' The last try went out without a user name.' : ''
  return {
    cause: 'CredentialsRejected',
    happened: `Registry ${reference.host} refused ${repository} for the pull secrets that match it: ${tried}${hides}.${anonymous}${stale}`,
    remedy: `${source?.hindrance === undefined ? '' : `${source.hindrance.remedy}. `}Check that these credentials are valid and may pull it, and renew them ${fix}; no restart is needed, kubelet tries again within 5 minutes.`,
  }
}
