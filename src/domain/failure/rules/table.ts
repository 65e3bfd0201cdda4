import { failureClasses, type FailureClass } from '../cause.ts'
import type { Rule } from './clue.ts'
import { compileRules } from './compile.ts'
import { contentRules } from './content.ts'
import { deniedRules } from './denied.ts'
import { hookRules } from './hook.ts'
import { imageRules } from './image.ts'
import { limitRules } from './limits.ts'
import { networkRules } from './network.ts'
import { nodeRules } from './node.ts'
import { pullSecretRules } from './pullSecret.ts'
import { referenceRules } from './reference.ts'
import { runtimeClassRules } from './runtimeClass.ts'
import { serverRules } from './server.ts'
import { tlsRules } from './tls.ts'

const priority: ReadonlyMap<FailureClass, number> = new Map(failureClasses.map((name, index) => [name, index]))

/** Where a class stands in the vocabulary; smaller wins. */
export const priorityOf = (name: FailureClass): number => priority.get(name) ?? failureClasses.length

/** Every rule, in the order of the vocabulary; within a class in the order of its file. */
export const rules: readonly Rule[] = [
  ...nodeRules,
  ...runtimeClassRules,
  ...hookRules,
  ...referenceRules,
  ...pullSecretRules,
  ...limitRules,
  ...imageRules,
  ...tlsRules,
  ...networkRules,
  ...serverRules,
  ...deniedRules,
  ...contentRules,
].toSorted((a, b) => priorityOf(a.class) - priorityOf(b.class))

/** The first rule that holds. */
export const ruleFor = compileRules(rules)
