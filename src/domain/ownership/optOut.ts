import type { Labels } from '../objects/labels.ts'

/** On a Namespace or a ServiceAccount, with the value `true`: Pullkeeper hands nothing out there, and takes back. */
export const ignoreLabel = 'pullkeeper.dev/ignore'

/** Whether whoever owns the object wants nothing of us; what is there is diagnosed all the same. */
export const isOptedOut = (labels: Labels | undefined): boolean => labels?.[ignoreLabel] === 'true'
