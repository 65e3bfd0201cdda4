import type { CacheKeyType } from '../../../../../src/domain/credentialProvider/cacheKey.ts'
import type { CredentialProvider } from '../../../../../src/domain/credentialProvider/providerConfig.ts'
import type { Grant } from '../../../../../src/plan/credentials/providers/grant.ts'
import type { Answer, ProviderScope } from '../../../../../src/plan/credentials/providers/providerSource.ts'

/** An operator that was started without credential providers. */
export const noProviders: ProviderScope = {
  names: [],
  find: () => undefined,
  type: () => undefined,
  answer: () => ({}),
  settled: () => true,
}

export const aProvider = (more: Partial<CredentialProvider> = {}): CredentialProvider => ({
  name: 'ecr',
  matchImages: ['*.dkr.ecr.*.amazonaws.com', 'ghcr.io', 'docker.io'],
  defaultCacheMs: 3_600_000,
  args: [],
  env: [],
  ...more,
})

/** Whoever gets a credential can tell from its user name for which image it was asked. */
export const aGrant = (image: string, keys: readonly string[], more: Partial<Grant> = {}): Grant => ({
  key: image.split('/')[0] ?? '',
  type: 'Registry',
  entries: keys.map((key) => ({ key, credential: { username: image, password: 'p' } })),
  refreshAt: 0,
  expiresAt: Date.UTC(2026, 10, 24, 12),
  expired: false,
  ...more,
})

interface ScopeParts {
  readonly provider?: CredentialProvider
  readonly type?: CacheKeyType
  readonly answers?: Readonly<Record<string, Answer>>
  readonly settled?: boolean
}

export const aScope = ({ provider = aProvider(), type, answers = {}, settled = true }: ScopeParts): ProviderScope => ({
  names: [provider.name],
  find: (name) => (name === provider.name ? provider : undefined),
  type: () => type,
  answer: (_, image) => answers[image] ?? {},
  settled: () => settled,
})
