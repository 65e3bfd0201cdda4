import { parseImageReference } from '../image/reference.ts'
import { denialClasses } from './cause.ts'
import type { Failure, FailureDetail } from './failure.ts'
import { imageNames, type ImageNames } from './imageNames.ts'
import { priorityOf, ruleFor } from './rules/table.ts'
import { said, type Said } from './said.ts'
import { strip } from './strip.ts'
import { triesIn } from './tries.ts'

export interface Complaint {
  /** `state.waiting.reason`; a parse error stands there itself on kubelet 1.36. */
  readonly waitingReason?: string
  /** `state.waiting.message`, or an Event's. */
  readonly message: string
  /** The image as the spec has it: finds its own name in the message, and the registry. */
  readonly image?: string
}

type Verdict = Pick<Failure, 'class' | 'reason' | 'final'>

/** Waiting reasons that settle the class whatever the message says (a hook's message is the hook's own output). */
const settledByReason: Readonly<Record<string, Verdict>> = {
  PostStartHookError: { class: 'HookFailed', reason: 'PostStart' },
  ErrImageNeverPull: { class: 'NeverPullAbsent' },
  InvalidImageName: { class: 'InvalidReference' },
  SignatureValidationFailed: { class: 'SignatureRejected' },
}

/** What a waiting reason says when the message says nothing. */
const suggestedByReason: Readonly<Record<string, Verdict>> = {
  RegistryUnavailable: { class: 'RegistryUnreachable' },
}

/** kubelet's reasons are single words; anything else is an error's text. */
const isWord = (reason: string): boolean => /^[A-Za-z0-9]*$/.test(reason)

const invalidBecause = (image: string): string => {
  const parsed = parseImageReference(image)
  return parsed.ok || parsed.reason === 'Empty' ? 'Syntax' : parsed.reason
}

const hostOf = (text: string): string | undefined =>
  /lookup ([A-Za-z0-9._-]+)/.exec(text)?.[1] ?? /https?:\/\/([A-Za-z0-9.:[\]_-]*[A-Za-z0-9\]])/.exec(text)?.[1]

const detailOf = (text: string, { statuses }: Said, { reference }: ImageNames): FailureDetail => {
  const host = hostOf(text)
  const [status] = statuses
  return {
    ...(host !== undefined && { host }),
    ...(reference !== undefined && { registry: reference.host }),
    ...(status !== undefined && { status }),
  }
}

const failure = (verdict: Verdict, text: string, heard: Said, names: ImageNames): Failure => {
  const { class: name, reason, final } = verdict
  const finer = name === 'InvalidReference' ? (reason ?? invalidBecause(names.image)) : reason
  return {
    class: name,
    ...(finer !== undefined && { reason: finer }),
    ...(final !== undefined && { final }),
    detail: detailOf(text, heard, names),
    text,
  }
}

const classifyText = (text: string, waitingReason: string, names: ImageNames): Failure => {
  const heard = said(text, names)
  const verdict = ruleFor(heard) ?? suggestedByReason[waitingReason] ?? { class: 'Unknown' as const }
  return failure(verdict, text, heard, names)
}

/** A try that got past the door knows more than those that did not; then the vocabulary's order. */
const tellingness = ({ class: name }: Failure): number =>
  priorityOf(name) + (name === 'Unknown' ? 1000 : denialClasses.has(name) ? 500 : 0)

const mostTelling = (a: Failure, b: Failure): Failure => (tellingness(b) < tellingness(a) ? b : a)

/**
 * What a message says of why an image cannot be pulled or a container cannot start, by itself: the first class of the
 * vocabulary that holds. Of several tries, what the one that got furthest met. Unknown is an honest answer.
 * Linear in the part of the message that is read.
 */
export const classify = ({ waitingReason = '', message, image = '' }: Complaint): Failure => {
  const names = imageNames(image)
  const settled = settledByReason[waitingReason]
  if (settled !== undefined) {
    const text = strip(message)
    return failure(settled, text, said(text, names), names)
  }
  const told = isWord(waitingReason) || message !== '' ? message : waitingReason
  const [first, ...others] = triesIn(told).map((text) => classifyText(text, waitingReason, names))
  return others.reduce(mostTelling, first ?? classifyText('', waitingReason, names))
}
