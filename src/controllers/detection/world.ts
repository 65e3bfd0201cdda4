import type { World } from '../../domain/failure/world.ts'
import { isOptedOut } from '../../domain/ownership/optOut.ts'
import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import { recordsOf, type Store } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'
import type { Obstacles } from '../credentials/obstacles.ts'
import type { SecretReads } from './secretReads.ts'

/** The cluster as the diagnosis asks for it. */
export const createWorld = (
  store: Store,
  effective: Table<EffectivePolicy>,
  obstacles: Obstacles,
  secrets: Pick<SecretReads, 'otherTypeOf'>,
  isProtected: (namespace: string) => boolean,
  seesSecrets: boolean,
): World => ({
  knowsSecretsIn: () => seesSecrets,
  eventsOf: (uid) => store.events.about(uid),
  pullSecret: (namespace, name) => store.pullSecrets.get(`${namespace}/${name}`),
  pullSecretsIn: (namespace) => recordsOf(store.pullSecrets, store.secretsIn.keysOf(namespace)),
  otherSecret: (namespace, name) => {
    const obstacle = obstacles.in(namespace).get(name)
    const seen = obstacle === undefined || obstacle.kind === 'refused' ? undefined : obstacle.type
    const type = seen ?? secrets.otherTypeOf(namespace, name)
    return type === undefined ? undefined : { type }
  },
  serviceAccount: (namespace, name) => store.serviceAccounts.get(`${namespace}/${name}`),
  runtimeClass: (name) => store.runtimeClasses.get(name),
  node: (name) => store.nodes.get(name),
  repositoryRuns: store.imageUse.repositoryRuns,
  pullsElsewhere: store.imageUse.pullsElsewhere,
  policySecretsIn: (namespace) =>
    isProtected(namespace) || isOptedOut(store.namespaces.get(namespace)?.labels)
      ? []
      : [...store.membership.policiesOf(namespace)].flatMap((policy) => {
          const credentials = effective.get(policy)?.credentials
          return credentials === undefined
            ? []
            : [
                {
                  policy,
                  secretName: credentials.secretName,
                  keys: credentials.registries,
                  recovery: credentials.recovery,
                },
              ]
        }),
  templateOf: (ownerUid) => store.owners.get(ownerUid)?.template ?? 'unread',
})
