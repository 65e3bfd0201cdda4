const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Shortens text to a number of bytes of UTF-8, whole characters only, with an ellipsis where something is lost. */
export const cut = (text: string, maxBytes: number): string => {
  if (text.length * 3 <= maxBytes) return text
  const bytes = encoder.encode(text)
  if (bytes.length <= maxBytes) return text
  const ellipsis = 3
  let end = maxBytes - ellipsis
  // 10xxxxxx continues a character (RFC 3629 section 3).
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return `${decoder.decode(bytes.subarray(0, end))}…`
}
