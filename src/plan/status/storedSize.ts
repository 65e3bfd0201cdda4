const encoder = new TextEncoder()

/** Go's encoding/json, by which the API server stores custom resources, writes these as \uXXXX. */
const escapedByGo = /[<>&\u2028\u2029]/g

/** Bytes that a JSON value takes where the API server stores it; a text is counted with its quotes. */
export const storedSize = (value: unknown): number => {
  const json = JSON.stringify(value)
  return encoder.encode(json.replaceAll(escapedByGo, '\\u0000')).length
}
