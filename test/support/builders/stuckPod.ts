import type { StuckPod } from '../../../src/domain/recovery/stuckPod.ts'
import { aPod } from './pod.ts'
import { anAccount } from './secret.ts'

/** Ten seconds before the name was attached, as the builders of pods and accounts have it. */
export const attachedAt = 1_700_000_010

/** A ServiceAccount to which `acme-registry` was attached, as our annotation records it. */
export const attachedAccount = (seconds = attachedAt) =>
  anAccount(['acme-registry'], {
    attached: JSON.stringify({ 'acme-registry': new Date(seconds * 1000).toISOString() }),
  })

/** A pod that is to be evicted. */
export const aStuckPod = (given: Partial<StuckPod> = {}): StuckPod => ({
  pod: aPod(),
  account: attachedAccount(),
  managed: { policy: 'acme', secretName: 'acme-registry', keys: ['ghcr.io/acme/'], recovery: 'Evict' },
  denied: ['ghcr.io/acme/app:1'],
  limited: false,
  template: 'none',
  ...given,
})
