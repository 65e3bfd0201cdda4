const varint = (value: number | bigint): Buffer => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

/** Field number and wire type, then the varint. */
export const varintField = (number: number, value: number | bigint): Buffer =>
  Buffer.concat([varint(number * 8), varint(value)])

/** Field number and wire type, length, bytes. */
export const bytesField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])

export const textField = (number: number, text: string): Buffer => bytesField(number, Buffer.from(text))
