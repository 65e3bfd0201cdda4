import type { OutcomeProblem } from '../../domain/policy/outcome.ts'
import { accountObject, secretObject, type NamespaceSnapshot } from './snapshot.ts'
import type { WantedSecret } from './wanted.ts'

const known = (writer: string | undefined): string =>
  writer === undefined || writer === '' ? 'another writer' : writer

const ofAccount = (namespace: string, account: string, secretName: string, writer: string | undefined): string =>
  `${known(writer)} keeps removing ${secretName} from ServiceAccount ${namespace}/${account}, so it is put back only every few minutes. ` +
  `Ways out: let ${known(writer)} ignore imagePullSecrets (docs/gitops.md), or list ${secretName} where it takes the ServiceAccount from, ` +
  `or leave the account out: kubectl -n ${namespace} label serviceaccount ${account} pullkeeper.dev/ignore=true`

const ofSecret = (namespace: string, secretName: string, writer: string | undefined): string =>
  `${known(writer)} keeps changing or deleting Secret ${namespace}/${secretName}, so it is restored only every few minutes. ` +
  `Ways out: let ${known(writer)} leave it alone, or leave the namespace out: kubectl label namespace ${namespace} pullkeeper.dev/ignore=true`

/** The fight over something that `want` needs, in words; undefined when there is none. */
export const contestOver = (seen: NamespaceSnapshot, want: WantedSecret): OutcomeProblem | undefined => {
  const overSecret = seen.contested.get(secretObject(want.secretName))
  if (overSecret !== undefined) {
    return { reason: 'UndoneByAnother', message: ofSecret(seen.name, want.secretName, overSecret.writer) }
  }
  for (const account of seen.accounts) {
    const contest = seen.contested.get(accountObject(account.name))
    if (contest === undefined || !want.selectsAccount(account)) continue
    return { reason: 'UndoneByAnother', message: ofAccount(seen.name, account.name, want.secretName, contest.writer) }
  }
  return undefined
}
