/** An object named by another, exactly enough to find it again and to put an Event on it. */
export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
}
