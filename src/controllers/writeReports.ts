import type { AccountAction, SecretAction } from '../plan/credentials/action.ts'
import type { Logger } from '../observe/log.ts'
import type { Metrics } from '../observe/metrics.ts'

const verbs = {
  createSecret: 'create',
  updateSecret: 'patch',
  recreateSecret: 'recreate',
  deleteSecret: 'delete',
  writeAccount: 'patch',
} as const satisfies Record<(SecretAction | AccountAction)['do'], string>

/** Logs and counts each write that the API server took. */
export const writeReports =
  (log: Logger, metrics: Pick<Metrics, 'wrote'>) =>
  (action: SecretAction | AccountAction): void => {
    if (action.do === 'writeAccount') {
      const { namespace, name, added, removed } = action
      metrics.wrote('patch', 'serviceaccounts')
      log.info('ServiceAccount written', {
        namespace,
        serviceAccount: name,
        attached: added.join(),
        detached: removed.join(),
      })
      return
    }
    const { namespace, name } = 'secret' in action ? action.secret : action
    metrics.wrote(verbs[action.do], 'secrets')
    log.info('Secret written', { namespace, name, verb: verbs[action.do] })
  }
