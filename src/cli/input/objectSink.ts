import type { InputProblem, Place } from './problem.ts'

/** Takes what a reader finds, piece by piece. */
export interface ObjectSink {
  /** One object of the Kubernetes API, or what stands where one should. */
  readonly object: (value: unknown, place: Place) => void
  readonly problem: (problem: InputProblem) => void
}
