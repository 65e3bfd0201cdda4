/** The parts of a cluster that a bare API server lacks, played over HTTP: against the embedded server or a real one. */
export { type ClusterAccess, isStatus, type PuppetClient, puppetClient, PuppetError } from './client.ts'
export { type Puppet, together } from './puppet.ts'
export { serviceAccountController } from './serviceAccountController.ts'
export { workloadController } from './workloads/workloadController.ts'
export { type Kubelet, kubelet, type KubeletOptions } from './kubelet/kubelet.ts'
export type { Attempt, Outcome, Scenario } from './kubelet/outcome.ts'
export { pullFailures } from './kubelet/failures.ts'
export { type PrivateImages, privateRegistry } from './kubelet/privateRegistry.ts'
