import type { PodFinding } from '../failure/finding.ts'
import { shownText } from '../failure/stableText.ts'
import { maxFindingMessage } from '../failure/toFinding.ts'
import type { RestartRisk } from './restartRisks.ts'

/** A risk in the form of a finding, to be grouped and counted like one. */
export const riskFinding = ({ container, image, cause, happened, remedy }: RestartRisk): PodFinding => ({
  part: { kind: 'container', name: container },
  image,
  cause,
  message: shownText(`${happened} ${remedy}`, maxFindingMessage),
  remedy,
})
