import type { Answer } from './answer.ts'
import type { PodFinding } from './finding.ts'
import { seeSection } from './section.ts'
import { shownText } from './stableText.ts'
import type { Symptom } from './symptoms/symptom.ts'

/** In UTF-16 code units; an Event's note holds 1,024 bytes, and fifty of these stay well below a status' limit. */
export const maxFindingMessage = 512

/** For looking at, beside the message. */
export const maxFindingText = 300

/** A part of the message, so that a hundred thousand findings do not hold it twice. */
const remedyIn = (message: string, happened: string): string => {
  const shown = shownText(happened, maxFindingMessage)
  return message.startsWith(shown) ? message.slice(shown.length + 1) : ''
}

/** A symptom and the conclusion drawn from it, as a finding. */
export const toFinding = ({ part, image, failure }: Symptom, { cause, happened, remedy }: Answer): PodFinding => {
  const more = seeSection(cause)
  const message = shownText(`${happened} ${remedy}`, maxFindingMessage - more.length) + more
  return {
    part,
    ...(image !== undefined && { image }),
    cause,
    message,
    remedy: remedyIn(message, happened),
    failure: { class: failure.class, ...(failure.reason !== undefined && { reason: failure.reason }) },
    ...(failure.text !== '' && { text: shownText(failure.text, maxFindingText) }),
  }
}
