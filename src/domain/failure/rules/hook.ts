import { says, type Rule } from './clue.ts'

/** Events since 1.26 say no more than this; the hook's own words stand in the waiting message only. */
export const hookRules: readonly Rule[] = [
  { class: 'HookFailed', reason: 'PostStart', when: says('poststarthook failed', 'poststart hook failed') },
  { class: 'HookFailed', reason: 'PreStop', when: says('prestophook failed', 'prestop hook failed') },
  { class: 'HookFailed', when: says(' lifecycle hook (') },
]
