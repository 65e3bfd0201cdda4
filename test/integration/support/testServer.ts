import type { ApiServer, AuditEntry } from '../../support/apiserver/index.ts'
import type { ClusterAccess, Kubelet, PuppetClient } from '../../support/puppets/index.ts'
import type { Kubectl } from './kubectl.ts'

/** A request that the server answered. A watch counts from when it opened. */
export type Answered = Omit<AuditEntry, 'at'>

/**
 * The server under test: the embedded one or a real control plane, with the CRD, config/rbac and config/admission
 * installed and with the parts of a cluster that it lacks played by puppets.
 */
export interface TestServer {
  readonly kind: 'embedded' | 'control-plane'
  /** The administrator's way in. */
  readonly access: ClusterAccess
  readonly client: PuppetClient
  /** File with the administrator's kubeconfig. */
  readonly kubeconfig: string
  /** File with a kubeconfig for the ServiceAccount that config/rbac gives rights to. */
  readonly operatorKubeconfig: string
  /** The operator's bearer token: what it may, one may try with it. */
  readonly operatorToken: string
  /** Plays the one node: what becomes of containers is decided by the scenario that it follows. */
  readonly kubelet: Kubelet
  /** Undefined where kubectl is not installed. */
  readonly kubectl: Kubectl | undefined
  /** The embedded server itself, for its faults; undefined on a real control plane. */
  readonly embedded: ApiServer | undefined
  /** All requests of one user that were answered since the server began, in order. */
  readonly requestsOf: (user: string) => Promise<readonly Answered[]>
  /** The API server goes away, and comes back at the same address with what it held. */
  readonly suspend: () => Promise<void>
  readonly resume: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Where config/ installs the operator, and as whom. */
export const operatorNamespace = 'pullkeeper-system'
export const operatorUser = `system:serviceaccount:${operatorNamespace}:pullkeeper`

/** The one node that runs pods; the same name in every test file, so that the next one ends what the last one left. */
export const nodeName = 'puppet'
