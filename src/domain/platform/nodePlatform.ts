import type { Labels } from '../objects/labels.ts'
import { normalisePlatform, type Platform } from './platform.ts'

/** What a Node says of its platform: `status.nodeInfo`, and the labels that kubelet sets. */
export interface NodeFacts {
  readonly labels?: Labels
  readonly nodeInfo?: { readonly operatingSystem?: string; readonly architecture?: string }
}

const first = (...words: readonly (string | undefined)[]): string | undefined =>
  words.find((word) => word !== undefined && word !== '')

/**
 * The platform of a node; undefined when it says none. nodeInfo is what kubelet measured and comes first; the labels
 * `kubernetes.io/os` and `/arch` (and their beta kin, up to 1.20) are what schedulers look at.
 */
export const nodePlatform = ({ labels = {}, nodeInfo = {} }: NodeFacts): Platform | undefined => {
  const os = first(nodeInfo.operatingSystem, labels['kubernetes.io/os'], labels['beta.kubernetes.io/os'])
  const architecture = first(nodeInfo.architecture, labels['kubernetes.io/arch'], labels['beta.kubernetes.io/arch'])
  return os === undefined || architecture === undefined ? undefined : normalisePlatform({ os, architecture })
}

/** What a pod's nodeSelector pins, whatever nodes there are; absent keys pin nothing. */
export const pinnedBySelector = (nodeSelector: Labels): { readonly os?: string; readonly architecture?: string } => {
  const os = first(nodeSelector['kubernetes.io/os'], nodeSelector['beta.kubernetes.io/os'])
  const architecture = first(nodeSelector['kubernetes.io/arch'], nodeSelector['beta.kubernetes.io/arch'])
  return { ...(os !== undefined && { os }), ...(architecture !== undefined && { architecture }) }
}
