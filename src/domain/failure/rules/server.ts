import { all, any, not, says, status, type Rule } from './clue.ts'
import { forbiddenByRule, tokenAsked, tokenRefused } from './denied.ts'

/** Statuses that have causes of their own: who asks, what for, through what, how often. */
const ordinary = new Set([401, 403, 404, 407, 429])

export const serverRules: readonly Rule[] = [
  {
    class: 'RegistryServerError',
    when: any(
      status((code) => code >= 500),
      all(
        status((code) => code < 500 && !ordinary.has(code)),
        not(any(tokenRefused, forbiddenByRule)),
      ),
      says(
        'unavailable: service unavailable',
        'malformed http response',
        'internal server error',
        'unable to decode token response',
      ),
      // A service for tokens that is not there says nothing of the image.
      all(
        status((code) => code === 404),
        tokenAsked,
      ),
      says('stopped after 10 redirects'),
      says('missing realm in bearer auth challenge', 'no realm specified for token auth challenge'),
    ),
  },
]
