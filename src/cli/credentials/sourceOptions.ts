import { Option } from 'commander'
import { parseNamespaceName } from '../../config/namespaceName.ts'
import { checked } from '../checked.ts'
import { clusterOptions, namespaceOption, type ClusterValues } from '../clusterOptions.ts'
import type { CredentialSource } from './sources.ts'

export interface SourceValues extends ClusterValues {
  readonly namespace?: string
}

/** What to do when neither was given. */
export const noSources = 'error: no credentials given: add -f FILE or --secret NAMESPACE/NAME'

const parseSecret = (text: string): CredentialSource => {
  const [first = '', second, ...more] = text.split('/')
  const name = second ?? first
  if (more.length > 0 || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw new RangeError('expected NAMESPACE/NAME or the NAME of a Secret')
  }
  return { kind: 'secret', name, ...(second !== undefined && { namespace: parseNamespaceName(first) }) }
}

/** `-f` and `--secret` in the order in which they are given: it is that of a pod's secrets. */
export interface SourceOptions {
  readonly options: readonly Option[]
  /** What the command line named, once it has been parsed. */
  readonly given: () => readonly CredentialSource[]
}

export const sourceOptions = (): SourceOptions => {
  const given: CredentialSource[] = []
  const add = (source: CredentialSource): readonly CredentialSource[] => {
    given.push(source)
    return given
  }
  return {
    given: () => given,
    options: [
      new Option(
        '-f, --filename <file>',
        'docker config, or Secrets in JSON or YAML; - for standard input; repeatable',
      ).argParser((file: string) => add({ kind: 'file', file })),
      new Option('--secret <namespace/name>', 'Secret of the cluster; repeatable').argParser((text: string) =>
        add(checked(parseSecret)(text)),
      ),
      namespaceOption("namespace of Secrets named without one (default: the context's)"),
      ...clusterOptions(),
    ],
  }
}
