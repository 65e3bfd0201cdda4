import { credentialTries } from '../../credentials/keyring.ts'
import type { Hindrance } from '../../policy/hindrance.ts'
import type { PolicyStanding, SourceStanding } from '../../policy/standing.ts'
import type { World } from '../world.ts'
import type { DeniedPull } from './denied.ts'

/** Room for two of them in a finding's message. */
const longest = 200

/** A part of a sentence that others wrote, without the stop that it may end with. */
export const cutSentence = (text: string): string => {
  const trimmed = text.trimEnd()
  const bare = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed
  return bare.length > longest ? `${bare.slice(0, longest - 1)}…`.toWellFormed() : bare
}

const fits = (keys: readonly string[] | undefined, { reference }: DeniedPull): boolean =>
  keys !== undefined && credentialTries(reference, [{ name: '', keys }]).length > 0

const fitting = (standing: PolicyStanding, denied: DeniedPull): SourceStanding | undefined =>
  standing.sources.find(({ keys }) => fits(keys, denied))

type Question = (standing: PolicyStanding, denied: DeniedPull) => Hindrance | undefined

const named = ({ policy }: PolicyStanding): string => `ImagePolicy ${policy}`

/** It is for this, here, and does not do it. */
const hindered: Question = (standing, denied) => {
  const { applies, hindrance } = standing
  if (applies !== 'Yes' || hindrance === undefined || fitting(standing, denied) === undefined) return undefined
  return {
    happened: `${named(standing)} is to give credentials for it here, but ${cutSentence(hindrance.happened)}.`,
    remedy: `${hindrance.remedy}, then restart the workload.`,
  }
}

/** A source's Secret has it, and its `registries` do not let it through. */
const narrowedOut: Question = (standing, denied) => {
  const source = standing.sources.find(({ wholeKeys }) => fits(wholeKeys, denied))
  if (standing.applies !== 'Yes' || source === undefined || fits(source.keys, denied)) return undefined
  const { repository } = denied
  return {
    happened: `${named(standing)} selects the namespace, and its source ${source.name} has credentials for ${repository}, but the registries of that source leave it out (${list(source.keys ?? [])}).`,
    remedy: `Add ${repository} to registries of source ${source.name} in ${named(standing)}, then restart the workload.`,
  }
}

/** A source is bad whose registries are not known: it may be the one. */
const perhapsHindered: Question = (standing) => {
  const { applies, hindrance, sources } = standing
  const unknown = sources.some(({ keys, trouble }) => keys === undefined && trouble !== undefined)
  if (applies !== 'Yes' || hindrance === undefined || !unknown) return undefined
  return {
    happened: `${named(standing)}, which selects the namespace, ${cutSentence(hindrance.happened)}; for which registries that is cannot be seen.`,
    remedy: `${hindrance.remedy}, then look again.`,
  }
}

const exempt: Question = (standing, denied) => {
  if (standing.exempt === undefined || fitting(standing, denied) === undefined) return undefined
  return {
    happened: `${named(standing)} has credentials for it, but ${standing.exempt.happened}.`,
    remedy: `${standing.exempt.remedy}.`,
  }
}

/** It has what is wanted, and is for other namespaces. */
const elsewhere: Question = (standing, denied) => {
  const { applies } = standing
  if (applies === 'Yes' || fitting(standing, denied) === undefined) return undefined
  const { namespace } = denied.pod
  const selects =
    applies === 'No'
      ? `does not select namespace ${namespace}`
      : `may not select namespace ${namespace} (its labels were not read)`
  return {
    happened: `${named(standing)} has credentials for it, but ${selects}.`,
    remedy: `Extend namespaceSelector of ${named(standing)}, or label the namespace so that it is selected, then restart the workload.`,
  }
}

const questions: readonly Question[] = [hindered, narrowedOut, perhapsHindered, exempt, elsewhere]

const list = (texts: readonly string[]): string =>
  texts.length <= 3 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`

/**
 * What keeps a policy from giving a pod credentials for an image; undefined when no policy has any for it, or when
 * nothing is known of policies. The first question that some policy answers counts.
 */
export const policyHint = (denied: DeniedPull, world: World): Hindrance | undefined => {
  const standings = world.policiesAround?.(denied.pod.namespace) ?? []
  for (const ask of questions) {
    for (const standing of standings) {
      const hint = ask(standing, denied)
      if (hint !== undefined) return hint
    }
  }
  return undefined
}

/** The policies of the namespace are all for other registries: which one to extend. */
export const nothingFor = (denied: DeniedPull, world: World): Hindrance | undefined => {
  const standing = world.policiesAround?.(denied.pod.namespace).find(({ applies }) => applies === 'Yes')
  if (standing === undefined) return undefined
  const keys = standing.sources.flatMap((source) => source.keys ?? [])
  const gives = keys.length === 0 ? 'gives none for it' : `gives credentials for ${list(keys)} only`
  return {
    happened: `${named(standing)}, which selects the namespace, ${gives}.`,
    remedy: `Add a source for ${denied.reference.host} to ${named(standing)}, or a pull secret to the ServiceAccount; for a public image, check the name.`,
  }
}
