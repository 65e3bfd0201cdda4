import { parseImageReference, repositoryKey, type ImageReference } from '../image/reference.ts'

/** The image that a message is about, read once: its reference, and the spellings under which runtimes name it. */
export interface ImageNames {
  /** As the spec has it; empty when it is not known. */
  readonly image: string
  /** undefined when the image is not known, or no reference. */
  readonly reference: ImageReference | undefined
  /** Longest first, so that none is found inside another. */
  readonly spellings: readonly string[]
}

const spellingsOf = (reference: ImageReference): readonly string[] => {
  const key = repositoryKey(reference)
  const { tag, digest, repository, text } = reference
  const full = digest === undefined ? [] : [`${key}@${digest}`]
  if (tag !== undefined) full.push(`${key}:${tag}`)
  if (!full.includes(text)) full.push(text)
  if (text !== key) full.push(key)
  if (repository.includes('/')) full.push(repository)
  return full.sort((a, b) => b.length - a.length)
}

export const imageNames = (image: string): ImageNames => {
  const parsed = parseImageReference(image)
  if (parsed.ok) return { image, reference: parsed.reference, spellings: spellingsOf(parsed.reference) }
  return { image, reference: undefined, spellings: image === '' ? [] : [image] }
}
