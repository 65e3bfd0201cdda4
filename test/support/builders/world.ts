import type { PolicySecret, World } from '../../../src/domain/failure/world.ts'
import type { ObservedEvent } from '../../../src/domain/objects/event.ts'
import type { Node } from '../../../src/domain/objects/node.ts'
import type { PullSecret } from '../../../src/domain/objects/pullSecret.ts'
import type { RuntimeClass } from '../../../src/domain/objects/runtimeClass.ts'
import type { OwnerTemplate } from '../../../src/domain/recovery/stuckPod.ts'
import type { ServiceAccount } from '../../../src/domain/objects/serviceAccount.ts'

/** What a test's cluster holds; all of it in the one namespace that the records say. */
export interface WorldParts {
  readonly events?: readonly ObservedEvent[]
  readonly secrets?: readonly PullSecret[]
  /** Secrets may not be read. */
  readonly secretsUnread?: boolean
  /** Name to type. */
  readonly otherSecrets?: Readonly<Record<string, string>>
  readonly accounts?: readonly ServiceAccount[]
  readonly runtimeClasses?: readonly RuntimeClass[]
  readonly nodes?: readonly Node[]
  readonly runningRepositories?: readonly string[]
  readonly imagesElsewhere?: readonly string[]
  readonly policySecrets?: readonly PolicySecret[]
  /** Of every owner. */
  readonly template?: OwnerTemplate
}

export const aWorld = (parts: WorldParts = {}): World => ({
  eventsOf: (uid) => (parts.events ?? []).filter(({ involved }) => involved.uid === uid),
  ...(parts.secretsUnread === true && { knowsSecretsIn: () => false }),
  pullSecret: (namespace, name) => parts.secrets?.find((each) => each.namespace === namespace && each.name === name),
  pullSecretsIn: (namespace) => (parts.secrets ?? []).filter((each) => each.namespace === namespace),
  otherSecret: (_, name) => {
    const type = parts.otherSecrets?.[name]
    return type === undefined ? undefined : { type }
  },
  serviceAccount: (namespace, name) =>
    parts.accounts?.find((each) => each.namespace === namespace && each.name === name),
  runtimeClass: (name) => parts.runtimeClasses?.find((each) => each.name === name),
  node: (name) => parts.nodes?.find((each) => each.name === name),
  repositoryRuns: (repository) => parts.runningRepositories?.includes(repository) ?? false,
  pullsElsewhere: (image) => parts.imagesElsewhere?.includes(image) ?? false,
  policySecretsIn: () => parts.policySecrets ?? [],
  templateOf: () => parts.template ?? 'unread',
})
