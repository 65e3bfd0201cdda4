/** Bytes that are not what protobuf's wire format allows. The message contains none of them: they may be a Secret. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes'
  readonly code = 'MalformedBytes'

  constructor(what: string) {
    super(`MalformedBytes: ${what}`)
  }
}
