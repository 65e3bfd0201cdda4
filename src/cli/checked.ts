import { InvalidArgumentError } from 'commander'

/** Turns what a parser throws into commander's way to name the option and the value. */
export const checked =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text)
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
    }
  }
