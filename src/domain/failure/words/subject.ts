import type { Failure } from '../failure.ts'

/** What a sentence may speak of. */
export interface Subject {
  /** Empty where no image is concerned. */
  readonly image: string
  readonly failure: Failure
  readonly runtimeClassName?: string
  /** Names that only this pod has: no message that is shared may hold them. */
  readonly ownNames: readonly string[]
}

/** What happened and what to do. */
export interface Words {
  readonly happened: string
  readonly remedy: string
}

/** How one class is put into words. */
export type Phrase = (subject: Subject) => Words

/** The registry of the image, or a word for it. */
export const registryOf = ({ failure }: Subject): string => failure.detail?.registry ?? 'the registry'

/** The host that the failure is about: not always the registry, but a mirror, a token service or a proxy. */
export const hostOf = (subject: Subject): string => subject.failure.detail?.host ?? registryOf(subject)
