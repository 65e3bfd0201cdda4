import type { RegistryEntry } from '../../domain/credentials/credential.ts'

/** Words of `status.sources[].state`. */
export type SourceState =
  | 'Ready'
  | 'Pending'
  | 'NotFound'
  | 'WrongType'
  | 'Malformed'
  | 'NotAllowed'
  | 'NotSupported'
  | 'NoMatch'
  | 'TooLarge'
  | 'Failed'
  | 'Expired'

/** What a source gives, or why it gives nothing that may be published. */
export type Read =
  | {
      readonly ok: true
      readonly entries: readonly RegistryEntry[]
      /** What is worth saying of it although it is good; empty or absent when nothing is. */
      readonly note?: string
    }
  | { readonly ok: false; readonly state: Exclude<SourceState, 'Ready'>; readonly message: string }

export const bad = (state: Exclude<SourceState, 'Ready'>, message: string): Read => ({ ok: false, state, message })
