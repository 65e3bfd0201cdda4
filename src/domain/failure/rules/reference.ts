import { any, says, type Rule } from './clue.ts'

/** kubelet's own checks of the image's name (pkg/util/parsers), distribution/reference, and CRI-O's short names. */
export const referenceRules: readonly Rule[] = [
  { class: 'NeverPullAbsent', when: says('is not present with pull policy of never') },
  { class: 'InvalidReference', reason: 'Uppercase', when: says('must be lowercase') },
  {
    class: 'InvalidReference',
    when: any(
      says("couldn't parse image", 'failed to parse image reference', 'failed to apply default image tag'),
      says('invalid reference format', 'invalid tag format', 'invalid digest format', 'cannot normalize input'),
    ),
  },
  {
    class: 'AmbiguousShortName',
    when: any(
      says('short name mode is enforcing', 'short-name resolution enforced', 'no unqualified-search registries'),
      says('did not resolve to an alias'),
    ),
  },
]
