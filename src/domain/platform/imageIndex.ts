import { normalisePlatform, printPlatform, runsOn, type Platform } from './platform.ts'

/** How the platforms of an image serve a set of nodes; nodes that say no platform are left out by the caller. */
export interface Coverage {
  /** Names of nodes for which the image surely has something, may have, and has not. */
  readonly served: readonly string[]
  readonly unsure: readonly string[]
  readonly unserved: readonly string[]
  /** Platforms that the unserved nodes need, each once, sorted. */
  readonly missing: readonly string[]
}

export interface PlatformOfNode {
  readonly name: string
  readonly platform: Platform
}

const bestOf = (image: readonly Platform[], node: Platform): 'yes' | 'no' | 'maybe' => {
  const answers = image.map((platform) => runsOn(platform, node))
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no'
}

/** Attestations stand in an index beside the images, as platform unknown/unknown (BuildKit). */
const isImage = ({ os, architecture }: Platform): boolean => os !== 'unknown' && architecture !== 'unknown'

/**
 * Which of the nodes an image serves, given the platforms of its index (or the only one of a single manifest). The
 * runtime picks the first manifest that fits its machine; without one the pull fails with `no match for platform`.
 */
export const coverage = (image: readonly Platform[], nodes: readonly PlatformOfNode[]): Coverage => {
  const images = image.filter(isImage)
  const judged = nodes.map(({ name, platform }) => ({ name, platform, answer: bestOf(images, platform) }))
  const namesOf = (answer: 'yes' | 'no' | 'maybe') =>
    judged.filter((node) => node.answer === answer).map(({ name }) => name)
  const missing = judged
    .filter(({ answer }) => answer === 'no')
    .map(({ platform }) => printPlatform(normalisePlatform(platform)))
  return {
    served: namesOf('yes'),
    unsure: namesOf('maybe'),
    unserved: namesOf('no'),
    missing: [...new Set(missing)].sort(),
  }
}
