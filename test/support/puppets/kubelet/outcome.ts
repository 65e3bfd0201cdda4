import type { JsonObject } from '../../apiserver/json.ts'

/** What becomes of one container, as the runtime and the registry would have it. */
export type Outcome =
  /** It pulls and runs; with an exit code it ends (init containers and Jobs end with 0 by themselves). */
  | { readonly is: 'running'; readonly exitCode?: number }
  /** The pull fails with this text: ErrImagePull, then ImagePullBackOff. */
  | {
      readonly is: 'pullFails'
      readonly message: string
      readonly reason?: 'RegistryUnavailable' | 'SignatureValidationFailed'
    }
  /** kubelet cannot parse the reference. */
  | { readonly is: 'invalidName' }
  /** Policy Never, and the image is not on the node. */
  | { readonly is: 'neverPresent' }
  /** A pull secret cannot be read; every pull of the pod fails with the parser's text. */
  | { readonly is: 'secretsUnusable'; readonly message: string }
  /** The container starts and its postStart hook fails with this text. */
  | { readonly is: 'hookFails'; readonly message: string }
  /** Something else keeps it from starting: CreateContainerConfigError and its like. */
  | { readonly is: 'startFails'; readonly reason: string; readonly message: string }
  /** Still pulling. */
  | { readonly is: 'pulling' }

/** One container about to start. */
export interface Attempt {
  readonly image: string
  readonly container: JsonObject
  readonly pod: JsonObject
  /** The pod's pull secrets that exist, in its order. */
  readonly secrets: readonly JsonObject[]
}

/** Decides what becomes of a container. It is asked again whenever a pull secret changes, and every now and then. */
export type Scenario = (attempt: Attempt) => Outcome

/** Why the sandbox of a pod cannot be made, or undefined when it can. */
export type SandboxScenario = (pod: JsonObject) => string | undefined
