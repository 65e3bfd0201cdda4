import { neverMatches } from '../credentials/lint/neverMatches.ts'
import { showKey } from '../credentials/registryKey.ts'
import type { Advice } from './advice.ts'
import type { KnownSecret } from './surroundings.ts'

/**
 * What is wrong with a Secret of a docker config type by itself.
 *
 * @param used some pod or ServiceAccount names it
 */
export const auditSecret = (secret: KnownSecret, used: boolean): readonly Advice[] => {
  switch (secret.kind) {
    case 'otherType':
      return []
    case 'malformed':
      return [
        {
          severity: used ? 'error' : 'warning',
          cause: 'PullSecretMalformed',
          message: `Kubelet cannot read it (${secret.problem}), which fails every pull of a pod that names it.`,
          remedy: 'Correct the Secret; pullkeeper credentials lint shows every entry that is wrong.',
        },
      ]
    case 'readable':
      return secret.keys.flatMap((key) => {
        const why = neverMatches(key)
        if (why === undefined) return []
        return [
          {
            severity: 'warning',
            cause: 'KeyNeverMatches',
            message: `Its key ${showKey(key)} can match no image: ${why}.`,
            remedy: 'Correct the key in the Secret.',
          } as const,
        ]
      })
    default:
      return secret satisfies never
  }
}
