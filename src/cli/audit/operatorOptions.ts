import { Option } from 'commander'
import { parseNamespaceName } from '../../config/namespaceName.ts'
import { checked } from '../checked.ts'
import { usualNamespace, type OperatorSetup } from './operatorSetup.ts'

/** How the operator that carries policies out was started; only of a cluster does a policy's status tell. */
export interface OperatorValues {
  readonly operatorNamespace?: string
  readonly sourceNamespace: readonly string[]
}

export const operatorOptions = (): readonly Option[] => [
  new Option(
    '--operator-namespace <name>',
    `namespace of the operator, where sources of policies are (default: ${usualNamespace})`,
  ).argParser(checked(parseNamespaceName)),
  new Option('--source-namespace <name>', 'another namespace that the operator allows sources from; repeatable')
    .argParser((text: string, before: readonly string[]) => [...before, checked(parseNamespaceName)(text)])
    .default([], 'none'),
]

export const operatorOf = ({ operatorNamespace, sourceNamespace }: OperatorValues): OperatorSetup => ({
  namespace: operatorNamespace ?? usualNamespace,
  sourceNamespaces: sourceNamespace,
  given: operatorNamespace !== undefined || sourceNamespace.length > 0,
})
