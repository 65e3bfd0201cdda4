import { any, says, starts, type Rule } from './clue.ts'

/**
 * The parse errors of Go's encoding/json and base64 are the whole text when a docker config is malformed
 * (MakeDockerKeyring, v1.36); inside another text they are about a registry's answer or an image's configuration.
 */
export const pullSecretRules: readonly Rule[] = [
  {
    class: 'PullSecretMalformed',
    when: any(
      starts(
        'illegal base64 data at input byte',
        'unable to parse auth field',
        'unexpected end of json input',
        'invalid character ',
      ),
      starts('json: cannot unmarshal ', 'parse server address: ', 'invalid decoded auth: '),
      says('must be formatted as base64(username:password)'),
    ),
  },
  { class: 'PullSecretMissing', when: says('unable to retrieve some image pull secrets') },
]
