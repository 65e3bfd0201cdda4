import { storedSize } from './storedSize.ts'

const quotes = 2
const longestEscape = 6
const ellipsis = '…'

/** Shortens text to a number of bytes as they are stored, whole characters only, with an ellipsis where something is lost. */
export const cut = (text: string, maxBytes: number): string => {
  if (text.length * longestEscape <= maxBytes || storedSize(text) - quotes <= maxBytes) return text
  let room = maxBytes - (storedSize(ellipsis) - quotes)
  let kept = ''
  for (const char of text) {
    room -= storedSize(char) - quotes
    if (room < 0) break
    kept += char
  }
  return `${kept}${ellipsis}`
}
