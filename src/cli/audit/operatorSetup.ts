/** Of the operator's own command line, what decides on the sources of policies. */
export interface OperatorSetup {
  readonly namespace: string
  readonly sourceNamespaces: readonly string[]
  /** False: nobody has said so, it is how config/default has it. */
  readonly given: boolean
}

/** As config/default installs it. */
export const usualNamespace = 'pullkeeper-system'

export const usualOperator: OperatorSetup = { namespace: usualNamespace, sourceNamespaces: [], given: false }
