import type { Command } from 'commander'
import { createProgram } from '../src/cli/program.ts'

const intro = `# Command line

<!-- Made from the program by \`node scripts/generate.ts\`: change src/cli, not this file. -->

One program, \`pullkeeper\`, also installed as \`kubectl-pullkeeper\`, so that \`kubectl pullkeeper …\` works. Answers go to
standard output, everything else to standard error. \`-o json\` and \`-o yaml\` are for programs: sorted, stable, and
described by JSON schemas. Colours appear on a terminal only, and not
when \`NO_COLOR\` is set. \`PULLKEEPER_DEBUG=1\` adds the stack to an error.

| answer of           | its schema                                                 |
| ------------------- | ---------------------------------------------------------- |
| \`audit\`             | [findinglist.schema.json](findinglist.schema.json)         |
| \`explain\`           | [explanation.schema.json](explanation.schema.json)         |
| \`credentials match\` | [credentialmatch.schema.json](credentialmatch.schema.json) |
| \`credentials lint\`  | [credentiallint.schema.json](credentiallint.schema.json)   |
| \`test-pull\`         | [pulltest.schema.json](pulltest.schema.json)               |
`

/** As wide as the help on a usual terminal. */
const width = 100

/** The help of a command as it is printed, with what was added to it. */
const helpOf = (command: Command): string => {
  let text = ''
  command
    .configureOutput({
      writeOut: (part) => (text += part),
      getOutHelpWidth: () => width,
      getOutHasColors: () => false,
    })
    .outputHelp()
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()
}

const section = (command: Command, name: string): readonly string[] => [
  `## ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  ...command.commands
    .filter((child) => child.name() !== 'help')
    .flatMap((child) => section(child, `${name} ${child.name()}`)),
]

/** The reference of the command line, in Markdown, from the program itself. */
export const cliReference = (): string => {
  const program = createProgram('pullkeeper', {}, new AbortController().signal, () => undefined)
  return [intro, ...section(program, 'pullkeeper')].join('\n')
}
