import { patternMatches, type Repository } from '../credentials/keyring.ts'
import type { CredentialProvider } from './providerConfig.ts'

/**
 * Whether kubelet would ask this provider about an image (isImageAllowed, pkg/credentialprovider/plugin/plugin.go,
 * v1.36): one of matchImages covers it, by the rule of registry keys, only that nothing of a pattern is normalised.
 */
export const providerMatches = ({ matchImages }: CredentialProvider, repository: Repository): boolean =>
  matchImages.some((pattern) => patternMatches(pattern, repository))
