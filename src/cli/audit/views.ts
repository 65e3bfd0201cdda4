import type { KnownSecret, Surroundings } from '../../domain/audit/surroundings.ts'
import type { World } from '../../domain/failure/world.ts'
import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import { recordsOf } from '../../store/store.ts'
import type { Policies } from './policies/policies.ts'
import { knowsRuntimeClasses, knowsSecretsIn, type Inventory } from './inventory.ts'

/** What was read, as a diagnosis asks for it. */
export const worldOf = (inventory: Inventory, policies: Policies): World => ({
  eventsOf: (uid) => inventory.events.about(uid),
  knowsSecretsIn: (namespace) => knowsSecretsIn(inventory, namespace),
  pullSecret: (namespace, name) => inventory.pullSecrets.get(`${namespace}/${name}`),
  pullSecretsIn: (namespace) => recordsOf(inventory.pullSecrets, inventory.secretsIn.keysOf(namespace)),
  otherSecret: (namespace, name) => {
    const type = inventory.otherSecrets.get(`${namespace}/${name}`)
    return type === undefined ? undefined : { type }
  },
  serviceAccount: (namespace, name) => inventory.serviceAccounts.get(`${namespace}/${name}`),
  runtimeClass: (name) => inventory.runtimeClasses.get(name),
  node: (name) => inventory.nodes.get(name),
  repositoryRuns: inventory.imageUse.repositoryRuns,
  pullsElsewhere: inventory.imageUse.pullsElsewhere,
  policySecretsIn: policies.secretsIn,
  policiesAround: policies.standingsIn,
  templateOf: (uid) => inventory.owners.get(uid)?.template ?? 'unread',
})

/** A Secret of a docker config type, as an audit sees it. */
export const knownSecretOf = ({ problem, keys }: PullSecret): KnownSecret =>
  problem === undefined ? { kind: 'readable', keys } : { kind: 'malformed', problem }

/** What was read, as the audit of a declaration asks for it. */
export const surroundingsOf = (inventory: Inventory, policies: Policies): Surroundings => ({
  knowsSecretsIn: (namespace) => knowsSecretsIn(inventory, namespace),
  secret: (namespace, name) => {
    const key = `${namespace}/${name}`
    const secret = inventory.pullSecrets.get(key)
    if (secret !== undefined) return knownSecretOf(secret)
    const type = inventory.otherSecrets.get(key)
    return type === undefined ? undefined : { kind: 'otherType', type }
  },
  keptBy: (namespace, name) => policies.secretsIn(namespace).find(({ secretName }) => secretName === name),
  accountSecrets: (namespace, name) => inventory.serviceAccounts.get(`${namespace}/${name}`)?.imagePullSecrets,
  knowsRuntimeClasses: knowsRuntimeClasses(inventory),
  runtimeClass: (name) => inventory.runtimeClasses.get(name),
  nodes: Array.from(inventory.nodes.values()).flatMap(({ name, os, architecture, runtimeHandlers }) =>
    os === '' || architecture === ''
      ? []
      : [{ name, platform: { os, architecture }, ...(runtimeHandlers !== undefined && { runtimeHandlers }) }],
  ),
  digestsOf: (image) => [...(inventory.digests.get(image) ?? [])].sort(),
})
