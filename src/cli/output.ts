import { Option } from 'commander'

export const outputFormats = ['table', 'json', 'yaml'] as const
export type OutputFormat = (typeof outputFormats)[number]

/** `-o` of every command that answers. */
export const outputOption = (): Option =>
  new Option('-o, --output <format>', 'how to print the answer').choices(outputFormats).default('table')

/** An answer for programs, or as the table that `people` makes of it. */
export const printAnswer = async (format: OutputFormat, answer: object, people: () => string): Promise<string> => {
  switch (format) {
    case 'table':
      return people()
    case 'json':
      return `${JSON.stringify(answer, null, 2)}\n`
    case 'yaml': {
      const { stringify } = await import('./yaml.ts')
      return stringify(answer, { lineWidth: 0, aliasDuplicateObjects: false })
    }
    default:
      return format satisfies never
  }
}
