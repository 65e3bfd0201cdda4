import type { Said } from '../said.ts'
import type { Clue, Rule } from './clue.ts'
import { anyOf, phraseFinder, type Found } from './phraseFinder.ts'

type Check = (said: Said, found: Found) => boolean

/** The phrases that a clue looks for, which one reading of a text finds. */
const phrasesOf = (clue: Clue): readonly string[] => {
  switch (clue.kind) {
    case 'says':
    case 'starts':
    case 'ends':
      return clue.phrases
    case 'matches':
    case 'follows':
      return [clue.phrase]
    case 'all':
    case 'any':
      return clue.clues.flatMap(phrasesOf)
    case 'not':
      return phrasesOf(clue.clue)
    case 'status':
      return []
  }
}

/** Between the end of the pattern's first match and the next quote. */
const stretchBehind = (text: string, pattern: RegExp): string => {
  const match = pattern.exec(text)
  if (match === null) return ''
  const start = match.index + match[0].length
  const quote = text.indexOf('"', start)
  return text.slice(start, quote < 0 ? undefined : quote)
}

const compileClue = (clue: Clue, numberOf: (phrase: string) => number): Check => {
  switch (clue.kind) {
    case 'says': {
      const isSaid = anyOf(clue.phrases.map(numberOf))
      return (_, found) => isSaid(found)
    }
    case 'starts': {
      const isSaid = anyOf(clue.phrases.map(numberOf))
      return ({ text }, found) => isSaid(found) && clue.phrases.some((phrase) => text.startsWith(phrase))
    }
    case 'ends': {
      const isSaid = anyOf(clue.phrases.map(numberOf))
      return ({ text }, found) => isSaid(found) && clue.phrases.some((phrase) => text.endsWith(phrase))
    }
    case 'matches': {
      const isSaid = anyOf([numberOf(clue.phrase)])
      return ({ text }, found) => isSaid(found) && clue.pattern.test(text)
    }
    case 'follows': {
      const isSaid = anyOf([numberOf(clue.phrase)])
      return ({ text }, found) => {
        if (!isSaid(found)) return false
        const stretch = stretchBehind(text, clue.pattern)
        return clue.words.some((word) => stretch.includes(word))
      }
    }
    case 'status':
      return ({ statuses }) => statuses.some(clue.holds)
    case 'all': {
      const checks = clue.clues.map((each) => compileClue(each, numberOf))
      return (said, found) => checks.every((check) => check(said, found))
    }
    case 'any': {
      const checks = clue.clues.map((each) => compileClue(each, numberOf))
      return (said, found) => checks.some((check) => check(said, found))
    }
    case 'not': {
      const check = compileClue(clue.clue, numberOf)
      return (said, found) => !check(said, found)
    }
  }
}

/** Makes of rules, in their order, the function that finds the first which holds. */
export const compileRules = (rules: readonly Rule[]): ((said: Said) => Rule | undefined) => {
  const phrases = [...new Set(rules.flatMap(({ when }) => phrasesOf(when)))]
  const numbers = new Map(phrases.map((phrase, number) => [phrase, number]))
  const find = phraseFinder(phrases)
  const numberOf = (phrase: string): number => numbers.get(phrase) ?? phrases.length
  const checks = rules.map((rule) => ({ rule, holds: compileClue(rule.when, numberOf) }))
  return (said) => {
    const found = find(said.text)
    return checks.find(({ holds }) => holds(said, found))?.rule
  }
}
