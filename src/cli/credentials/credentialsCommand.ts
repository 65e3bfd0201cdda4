import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { lintCommand } from './lintCommand.ts'
import { matchCommand } from './matchCommand.ts'

/** Questions about registry credentials. */
export const credentialsCommand = (terminal: Terminal, finish: (status: number) => void): Command =>
  new Command('credentials')
    .description('what a docker config is good for, and what is wrong with it')
    .addCommand(matchCommand(terminal, finish))
    .addCommand(lintCommand(terminal, finish))
