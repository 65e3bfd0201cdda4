import { redact } from './domain/redact.ts'

/**
 * Every way in which a command ends without doing its work, with what the reader can do and the exit status: 1 failed,
 * 2 called wrongly. What befalls a single object is not here: that is a condition's reason (domain/policy), and the
 * operator goes on. Errors of kube/ carry codes of their own in the same form.
 */
export const errors = {
  EnvironmentInvalid: { exitStatus: 2, fix: 'Correct the variable, or give the flag instead' },
  CredentialProvidersInvalid: {
    exitStatus: 2,
    fix: 'Correct the files of --image-credential-provider-config and --image-credential-provider-bin-dir, as for kubelet',
  },
  AddressUnavailable: { exitStatus: 1, fix: 'Choose another address, or 0 to not listen' },
  Unexpected: {
    exitStatus: 1,
    fix: 'Please report it, with the stack that PULLKEEPER_DEBUG=1 shows',
  },
} as const satisfies Record<string, { readonly exitStatus: 1 | 2; readonly fix: string }>

export type ErrorCode = keyof typeof errors

/** What happened, to what, and what to do, in one line. */
export class PullkeeperError extends Error {
  override readonly name = 'PullkeeperError'
  readonly code: ErrorCode

  /** @param happened one clause that names the object; without credentials, without a full stop */
  constructor(code: ErrorCode, happened: string, options?: ErrorOptions) {
    super(`${code}: ${happened}. ${errors[code].fix}`, options)
    this.code = code
  }
}

/** Ours and those of kube/ say their code first; what Node throws has a code too, but not in its message. */
const isCoded = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && error.message.startsWith(`${error.code}: `)

const coded = (thrown: unknown): Error => {
  if (thrown instanceof Error && isCoded(thrown)) return thrown
  return new PullkeeperError('Unexpected', thrown instanceof Error ? thrown.message : String(thrown))
}

/** How a command ends for what was thrown: one line without credentials, and the exit status. */
export const ending = (thrown: unknown): { readonly line: string; readonly exitStatus: number } => {
  const error = coded(thrown)
  return {
    line: redact(error.message.replace(/\s*\n\s*/g, ' ')),
    exitStatus: error instanceof PullkeeperError ? errors[error.code].exitStatus : 1,
  }
}
