import { any, says, status, type Rule } from './clue.ts'

export const limitRules: readonly Rule[] = [
  { class: 'KubeletPullThrottled', when: says('pull qps exceeded') },
  {
    class: 'RateLimited',
    when: any(
      status((code) => code === 429),
      says(
        'toomanyrequests',
        'too many requests',
        'pull rate limit',
        'rate limit exceeded',
        'quota exceeded for quota metric',
      ),
    ),
  },
]
