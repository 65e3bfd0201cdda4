import { all, any, ends, matches, not, says, starts, status, type Clue, type Rule } from './clue.ts'

const refused = status((code) => code === 400 || code === 401 || code === 403)

const withCredentials = says('failed to fetch oauth token')
const withoutCredentials = says('failed to fetch anonymous token')

/** Not the registry was spoken to, but the service that hands out tokens for it. */
export const tokenAsked: Clue = any(
  withCredentials,
  withoutCredentials,
  says('requesting bearer token', 'unable to retrieve auth token'),
)

/** The service that hands out tokens said no: nothing was asked of the repository itself. */
export const tokenRefused: Clue = all(tokenAsked, refused)

const badCredentials: Clue = any(
  says('personal access token is expired', 'must log in with a personal access token', 'bad props auth token'),
  says('could not find robot with username', 'wrong username was used', 'bad credentials'),
  says(
    'invalid username/password',
    'incorrect username or password',
    'authorization token has expired',
    'invalid_token',
  ),
  says(
    'user cannot be authenticated with the token provided',
    'invalid username or password',
    'bad username or password',
  ),
  says('authentication failed', 'http basic: access denied', 'wrong username or password'),
)

const noCredentials: Clue = says(
  'no basic auth credentials',
  'missing username or secret',
  'unauthenticated requests do not have',
)

/** What registries say when they do not tell a private repository from a missing one. */
const hidesWhich: Clue = any(
  says('repository does not exist or may require', 'requested access to the resource is denied', 'insufficient_scope'),
  says('(or it may not exist)', 'please verify that it exists', 'may not exist', 'does not exist or no pull access'),
  says('is not authorized to perform: ecr:', 'caller does not have permission', "don't have the needed permissions"),
  says('permission denied for "', '" denied on resource', 'pull access denied'),
  says('is not enabled for consumer', 'has not been used in project'),
  matches('denied: ', /(?:^|\s)denied: /),
  ends(': denied'),
)

/** What a registry forbids by its own rules, whoever asks: where from, or in which state the image is. */
export const forbiddenByRule: Clue = says(
  'is not allowed access',
  'public network access',
  'cannot be pulled due to configured policy',
  'download blocking policy',
  'download request rejected',
)

/**
 * containerd wraps whatever ended an authorization in `pull access denied, repository does not exist or may require
 * authorization` (core/remotes/docker/resolver.go, v2.x); what the registry said stands behind it. A registry that
 * asked for a user name and got none has not spoken about the repository.
 */
const saysWho: Clue = any(badCredentials, noCredentials, tokenRefused)

export const deniedRules: readonly Rule[] = [
  {
    class: 'Forbidden',
    final: true,
    when: forbiddenByRule,
  },
  {
    class: 'Forbidden',
    when: all(
      any(
        status((code) => code === 403),
        says('unknown: forbidden'),
      ),
      not(any(hidesWhich, saysWho)),
    ),
  },
  { class: 'AccessDeniedOrNotFound', when: all(hidesWhich, not(saysWho)) },
  { class: 'Unauthorized', reason: 'BadCredentials', when: any(badCredentials, all(withCredentials, refused)) },
  { class: 'Unauthorized', reason: 'Anonymous', when: any(noCredentials, all(withoutCredentials, refused)) },
  {
    class: 'Unauthorized',
    when: any(
      status((code) => code === 401),
      tokenRefused,
      says('authentication required', 'authorization failed', 'authentication is required'),
      says('unauthorized: ', ': unauthorized', 'not authorized'),
      starts('unauthorized'),
    ),
  },
]
