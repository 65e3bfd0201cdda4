import { refusals } from './refusals.ts'
import { limitsAndNames } from './limitsAndNames.ts'
import { network } from './network.ts'
import { imageAndNode } from './imageAndNode.ts'
import type { HeldBack } from './sample.ts'

/**
 * Messages collected by somebody who wrote none of the rules and looked at none of the other samples. Shapes are those
 * of public bug reports; names are made up. Rules must never be written after this file: it measures them.
 */
export const heldBack: readonly HeldBack[] = [...refusals, ...limitsAndNames, ...network, ...imageAndNode]
