/** Which of the phrases stand in a text, by their numbers: one bit each. */
export type Found = Uint32Array

/** The characters that phrases are made of, numbered from 1, by their codes; every other one counts as 0. */
interface Alphabet {
  readonly size: number
  readonly numbers: Uint8Array
}

/** ASCII; nothing beyond it stands in a phrase. */
const codes = 128

const alphabetOf = (phrases: readonly string[]): Alphabet => {
  const numbers = new Uint8Array(codes)
  const characters = [...new Set(phrases.join(''))].sort()
  for (const [index, character] of characters.entries()) numbers[character.charCodeAt(0)] = index + 1
  return { size: characters.length + 1, numbers }
}

interface State {
  readonly next: Map<number, number>
  /** Where to go on when no character fits: the state of the longest ending of what has been read. */
  fallback: number
  readonly phrases: number[]
}

const newState = (): State => ({ next: new Map(), fallback: 0, phrases: [] })

const trieOf = (phrases: readonly string[], { numbers }: Alphabet): State[] => {
  const states = [newState()]
  const stateAt = (index: number): State => states[index] ?? newState()
  for (const [number, phrase] of phrases.entries()) {
    let at = 0
    for (let index = 0; index < phrase.length; index += 1) {
      const letter = numbers[phrase.charCodeAt(index)] ?? 0
      let next = stateAt(at).next.get(letter)
      if (next === undefined) {
        next = states.push(newState()) - 1
        stateAt(at).next.set(letter, next)
      }
      at = next
    }
    stateAt(at).phrases.push(number)
  }
  return states
}

/** Fills the table of transitions in the order of depth, so that fallbacks are known before they are needed. */
const tableOf = (states: readonly State[], { size }: Alphabet): Uint16Array => {
  const table = new Uint16Array(states.length * size)
  const queue = [0]
  for (const at of queue) {
    const state = states[at]
    if (state === undefined) continue
    for (let letter = 0; letter < size; letter += 1) {
      const otherwise = at === 0 ? 0 : (table[state.fallback * size + letter] ?? 0)
      const next = state.next.get(letter)
      table[at * size + letter] = next ?? otherwise
      const child = next === undefined ? undefined : states[next]
      if (next === undefined || child === undefined) continue
      child.fallback = otherwise
      child.phrases.push(...(states[otherwise]?.phrases ?? []))
      queue.push(next)
    }
  }
  return table
}

/**
 * Finds all of many phrases in one reading of a text (Aho and Corasick, 1975): each character is looked at once,
 * whatever the text. Phrases are of ASCII. The table is kept small, for it is read at random.
 */
export const phraseFinder = (phrases: readonly string[]): ((text: string) => Found) => {
  const alphabet = alphabetOf(phrases)
  const { size, numbers } = alphabet
  const states = trieOf(phrases, alphabet)
  const table = tableOf(states, alphabet)
  const endings = states.map(({ phrases: ending }) => [...new Set(ending)])
  const endsHere = Uint8Array.from(endings, (ending) => (ending.length > 0 ? 1 : 0))
  return (text) => {
    const found = new Uint32Array((phrases.length >> 5) + 1)
    let state = 0
    for (let at = 0; at < text.length; at += 1) {
      state = table[state * size + (numbers[text.charCodeAt(at)] ?? 0)] ?? 0
      if (endsHere[state] === 0) continue
      for (const number of endings[state] ?? []) found[number >> 5] = (found[number >> 5] ?? 0) | (1 << (number & 31))
    }
    return found
  }
}

/** Some of the phrases, by their numbers, ready to be looked for among those that were found. */
export const anyOf = (numbers: readonly number[]): ((found: Found) => boolean) => {
  const masks = new Map<number, number>()
  for (const number of numbers) masks.set(number >> 5, (masks.get(number >> 5) ?? 0) | (1 << (number & 31)))
  const words = Uint32Array.from(masks.keys())
  const bits = Uint32Array.from(masks.values())
  return (found) => {
    for (let index = 0; index < words.length; index += 1) {
      if (((found[words[index] ?? 0] ?? 0) & (bits[index] ?? 0)) !== 0) return true
    }
    return false
  }
}
