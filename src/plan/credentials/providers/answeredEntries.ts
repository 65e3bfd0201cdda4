import type { RegistryEntry } from '../../../domain/credentials/credential.ts'
import { byTryOrder, keyMatchesImage } from '../../../domain/credentials/keyring.ts'
import { mergeSources } from '../../../domain/credentials/mergeSources.ts'
import { narrowEntries } from '../../../domain/credentials/narrow.ts'
import { spellKey } from '../../../domain/credentials/registryKey.ts'
import { registryOf } from '../../../domain/credentialProvider/cacheKey.ts'
import { repositoryOf } from './asks.ts'
import type { Grant } from './grant.ts'

/** Credentials that there are for an image that was asked about. */
export interface Answered {
  readonly image: string
  readonly grant: Grant
  /** The image is one that pods use, not one that stands for a registry. */
  readonly inUse: boolean
}

/** What kubelet would use for this image, and for no other, under the image's own name. */
const forImage = (image: string, entries: readonly RegistryEntry[]): readonly RegistryEntry[] => {
  const repository = repositoryOf(image)
  const [first] = entries
    .filter(({ key }) => keyMatchesImage(key, repository))
    .toSorted((a, b) => byTryOrder(a.key, b.key))
  return first === undefined
    ? []
    : [{ key: spellKey(repository.host, `/${repository.repository}`), credential: first.credential }]
}

const forRegistry = (image: string, entries: readonly RegistryEntry[]): readonly RegistryEntry[] => {
  const narrowed = narrowEntries(entries, [registryOf(image)])
  return narrowed.ok ? narrowed.entries : []
}

/**
 * What an answer gives, no further than it holds: kubelet takes an answer of type Image for that image only, one of
 * type Registry for that registry only, whatever wider keys it has.
 */
const entriesOf = ({ image, grant: { type, entries }, inUse }: Answered): readonly RegistryEntry[] => {
  switch (type) {
    case 'Global':
      return entries
    case 'Registry':
      return forRegistry(image, entries)
    case 'Image':
      return inUse ? forImage(image, entries) : forRegistry(image, entries)
  }
}

/** Several answers as one source; for one key the first answer counts. */
export const answeredEntries = (answers: readonly Answered[]): readonly RegistryEntry[] =>
  mergeSources(answers.map((answer) => ({ name: answer.image, entries: entriesOf(answer) }))).entries
