/** Why a policy does not hand out what it is there to: the end of "ImagePolicy x …", and what to do, without a stop. */
export interface Hindrance {
  readonly happened: string
  readonly remedy: string
}
