const twoToThe32 = 2 ** 32

/** Writes a resourceVersion into two words; false when it is no whole number as API servers print them (KEP-5504). */
export const packVersion = (version: string, words: Uint32Array, at: number): boolean => {
  const number = Number(version)
  if (!Number.isSafeInteger(number) || number < 0 || String(number) !== version) return false
  words[at] = number % twoToThe32
  words[at + 1] = Math.floor(number / twoToThe32)
  return true
}

export const unpackVersion = (words: Uint32Array, at: number): string =>
  String((words[at + 1] ?? 0) * twoToThe32 + (words[at] ?? 0))
