import { sameCredential } from './credential.ts'
import type { ReadConfig, ReadEntry } from './readDockerConfig.ts'
import { normaliseRegistryKey, registryKeyProblem } from './registryKey.ts'

const keyProblem = ({ spelled }: ReadEntry): string | undefined => registryKeyProblem(spelled)

const emptyProblem = (
  { credential: { username, password }, identityToken }: ReadEntry,
  helper: boolean,
): string | undefined => {
  if (username !== '' && password !== '') return undefined
  if (identityToken) return 'has an identity token, which kubelet ignores: set auth to base64 of user:password'
  if (username === '' && password === '') {
    return helper
      ? 'is empty, its credential is in a helper on the machine where it was made: set auth to base64 of user:password'
      : 'has no credential: set auth to base64 of user:password, or remove the entry'
  }
  return `has no ${username === '' ? 'user name' : 'password'}: set auth to base64 of user:password`
}

const textProblem = ({ credential, utf8 }: ReadEntry): string | undefined => {
  if (!utf8) return 'holds bytes that are not UTF-8: encode user and password as UTF-8'
  return credential.username.includes(':') ? 'has a user name with a colon, which no registry can be sent' : undefined
}

/** Two spellings of one key with different credentials: kubelet tries them in random order, and one would be lost. */
const ambiguities = (entries: readonly ReadEntry[]): readonly string[] => {
  const seen = new Map<string, ReadEntry>()
  const problems: string[] = []
  for (const entry of entries) {
    const filed = normaliseRegistryKey(entry.spelled)
    if (!filed.ok) continue
    const other = seen.get(filed.normalised)
    if (other === undefined) seen.set(filed.normalised, entry)
    else if (!sameCredential(other.credential, entry.credential)) {
      problems.push(
        `${entry.label} is the same registry as ${other.label}, with another credential: remove one of them`,
      )
    }
  }
  return problems
}

/** What a source must have beyond what kubelet asks for, each as `<entry> <problem>: <fix>`. */
export const sourceProblems = ({ entries, helper }: ReadConfig): readonly string[] => {
  if (entries.length === 0) return ['the docker config has no entries: add one with user and password']
  const perEntry = entries.flatMap((entry) =>
    [keyProblem(entry), emptyProblem(entry, helper), textProblem(entry)].flatMap((problem, index) =>
      problem === undefined ? [] : [`${entry.label}${index === 0 ? ':' : ''} ${problem}`],
    ),
  )
  return [...perEntry, ...ambiguities(entries)]
}
