/** The object a person would name: the Deployment rather than its ReplicaSet, the CronJob rather than its Job. */
export interface WorkloadRef {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}
