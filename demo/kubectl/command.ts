import type { Kubectl } from '../../test/integration/support/kubectl.ts'
import type { PuppetClient } from '../../test/support/puppets/index.ts'
import type { Screen } from '../screen.ts'
import { StoryError } from '../watching.ts'

/** Something that a user types at this point of the story. */
export interface Command {
  /** After `kubectl`. */
  readonly args: readonly string[]
  /** How it is shown, where that is not how it is run. */
  readonly typed?: string
  /** Sends the same requests, and gives what kubectl would print: for machines without kubectl. */
  readonly imitate: (client: PuppetClient) => Promise<string>
  /** The part of a long output that is worth showing. */
  readonly part?: (output: string) => string
}

const quoted = (arg: string): string => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`)

const really = async (kubectl: Kubectl, args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await kubectl(args)
  if (status !== 0) throw new StoryError(`kubectl ${args.join(' ')}: exit status ${status}: ${stderr.trim()}`)
  return stdout
}

/** Shows a command, runs it, and shows what it prints. */
export const typist =
  (screen: Screen, client: PuppetClient, kubectl: Kubectl | undefined) =>
  async ({ args, typed, imitate, part }: Command): Promise<void> => {
    screen.command(typed ?? ['kubectl', ...args].map(quoted).join(' '))
    const output = kubectl ? await really(kubectl, args) : await imitate(client)
    screen.output(kubectl && part ? part(output) : output)
  }
