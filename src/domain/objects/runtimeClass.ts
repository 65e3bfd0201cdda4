import type { Labels } from './labels.ts'

/** What is kept of a RuntimeClass (node.k8s.io/v1). */
export interface RuntimeClass {
  readonly name: string
  readonly handler: string
  readonly nodeSelector: Labels
}
