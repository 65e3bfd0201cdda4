/** What an Event (core/v1) says, without its bookkeeping. Times are seconds since the epoch. */
export interface ObservedEvent {
  readonly namespace: string
  readonly name: string
  readonly involved: {
    readonly apiVersion: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
    readonly uid: string
    /** From fieldPath `spec.containers{NAME}` and its init and ephemeral kin. */
    readonly container?: string
  }
  readonly reason: string
  readonly message: string
  readonly lastSeen: number
}
