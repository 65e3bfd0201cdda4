import type { EnvObjects } from '../../domain/environment/declared.ts'
import type { ServiceFacts } from '../../domain/environment/serviceVariables.ts'
import { nodePlatform } from '../../domain/platform/nodePlatform.ts'
import type { Platform } from '../../domain/platform/platform.ts'
import type { Labels } from '../../domain/objects/labels.ts'
import type { Taint } from '../../domain/runtimeClass/tolerations.ts'
import type { DeclaredPod } from '../../domain/audit/declaredPod.ts'
import {
  readExplainedNode,
  readExplainedPod,
  readExplainedService,
  type ExplainedPod,
} from '../../store/records/explainedPod.ts'
import { declaredReaders } from '../../store/records/declaredPod.ts'
import { createInterner } from '../../store/intern.ts'
import { Problem } from '../../store/records/problem.ts'
import { isLive } from '../audit/asServed.ts'
import { toDeclaredPod } from '../audit/declared.ts'
import { createInventory, type DarkKind, type Inventory } from '../audit/inventory.ts'
import { usualOperator, type OperatorSetup } from '../audit/operatorSetup.ts'
import { policiesOf, type Policies } from '../audit/policies/policies.ts'
import { createTake } from '../audit/takeObject.ts'
import { lookUpEnvironment } from './environmentObjects.ts'
import { lookUpTemplate, type OwnerTemplate } from './ownerTemplate.ts'
import { lookUpPolicies } from './lookUpPolicies.ts'
import { apiVersionOf, type Found, type Lookup, type Message } from './lookup.ts'
import { present } from './present.ts'
import type { Subject } from './subject.ts'

/** A node, as far as it decides where a pod may run and what happens there. */
export interface ExplainedNode {
  readonly name: string
  readonly platform?: Platform
  readonly labels: Labels
  readonly taints: readonly Taint[]
  readonly kubeletVersion: string
  readonly runtimeHandlers?: readonly string[]
}

/** Everything that an explanation is made of. */
export interface Facts {
  readonly subject: Subject
  readonly declared: DeclaredPod
  readonly pod: ExplainedPod
  /** What was read around it, as a diagnosis and an audit ask for it. */
  readonly inventory: Inventory
  /** Secrets that may not be read, by name. */
  readonly unreadSecrets: ReadonlySet<string>
  /** undefined: nodes may not be read. */
  readonly nodes: readonly ExplainedNode[] | undefined
  /** undefined: Services may not be read. */
  readonly services: readonly ServiceFacts[] | undefined
  readonly objects: EnvObjects
  /** What the template of a pod's owner says of its containers; absent when there is none, or it may not be read. */
  readonly template?: OwnerTemplate
  /** ImagePolicies, compiled. */
  readonly policies: Policies
  /** Events of its pods, as they were read. */
  readonly events: readonly Message[]
  /** When it was read, seconds since the epoch; absent where that is not known, as of a dump. */
  readonly now?: number
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[]
}

/** Pods of a workload whose events are looked up. */
const podsLookedAt = 10

const interner = createInterner()
const readDeclared = declaredReaders(interner).pod

const toNode = (object: Message): readonly ExplainedNode[] => {
  const read = readExplainedNode(object)
  if (read instanceof Problem) return []
  const { metadata, spec, status } = read
  const platform = nodePlatform({ labels: metadata.labels, nodeInfo: present(status.nodeInfo) })
  const handlers = status.runtimeHandlers.map(({ name }) => name ?? '')
  return [
    {
      name: metadata.name,
      labels: metadata.labels,
      taints: spec.taints.map((taint) => present(taint)),
      kubeletVersion: status.nodeInfo.kubeletVersion ?? '',
      ...(platform !== undefined && { platform }),
      ...(handlers.length > 0 && { runtimeHandlers: handlers }),
    },
  ]
}

const toService = (object: Message): readonly ServiceFacts[] => {
  const read = readExplainedService(object)
  if (read instanceof Problem) return []
  const { metadata, spec } = read
  return [
    {
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      ...(spec.clusterIP !== undefined && { clusterIP: spec.clusterIP }),
      ports: spec.ports.flatMap(({ name, port, protocol }) =>
        typeof port === 'number' ? [present({ name, port, protocol })] : [],
      ),
    },
  ]
}

/**
 * Reads everything around a pod or a template. What one may not read is noted, and the rest is read. Rejects with
 * ApiError when the cluster does not answer; the problem is given when the object itself cannot be read.
 */
export const gather = async (
  subject: Subject,
  lookup: Lookup,
  operator: OperatorSetup = usualOperator,
): Promise<Facts | { readonly problem: string }> => {
  const { namespace } = subject
  const inventory = createInventory()
  inventory.complete = lookup.complete
  inventory.operator = operator
  if (lookup.complete) inventory.onlyNamespace = namespace
  const take = createTake(inventory, { defaultNamespace: namespace })
  const unread = new Set<string>(subject.unread)
  const unreadSecrets = new Set<string>()

  const read = readExplainedPod(subject.pod)
  if (read instanceof Problem) return { problem: read.text }
  const spec = readDeclared(subject.pod)
  if (spec instanceof Problem) return { problem: spec.text }
  const workload = { apiVersion: subject.apiVersion, kind: subject.kind, namespace, name: subject.name }
  // What was applied is written on the object, not on its template.
  const owner = readDeclared({ metadata: subject.object['metadata'] })
  const declared = toDeclaredPod(spec.spec, owner instanceof Problem ? spec.metadata : owner.metadata, {
    workload,
    live: isLive(subject.object),
    admitted: subject.kind === 'Pod' && isLive(subject.object),
  })

  const put = (kind: string, object: Message): void => {
    const wrong = take({ apiVersion: apiVersionOf(kind), kind, object, place: {} })
    if (wrong !== undefined) unread.add(`${kind}: ${wrong}`)
  }
  const darken = (kind: DarkKind): void => {
    inventory.refused.set(
      kind,
      new Set([...(inventory.refused.get(kind) ?? []), kind === 'RuntimeClass' ? '' : namespace]),
    )
  }
  const look = async (kind: DarkKind, name: string): Promise<Found> => {
    const found = await lookup.get(kind, namespace, name)
    if (found.state === 'found') put(kind, found.object)
    if (found.state === 'unread') {
      darken(kind)
      unread.add(`${kind} ${name}: ${found.why}`)
    }
    return found
  }

  for (const pod of subject.pods) put('Pod', pod)
  await look('ServiceAccount', declared.serviceAccountName)
  const listed = inventory.serviceAccounts.get(`${namespace}/${declared.serviceAccountName}`)?.imagePullSecrets ?? []

  for (const type of ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']) {
    const found = await lookup.list('Secret', namespace, { fieldSelector: `type=${type}` })
    if (found.state === 'found') for (const object of found.objects) put('Secret', object)
    else darken('Secret')
  }
  for (const name of new Set([...declared.imagePullSecrets, ...listed])) {
    if (name === '' || inventory.pullSecrets.get(`${namespace}/${name}`) !== undefined) continue
    if ((await look('Secret', name)).state === 'unread') unreadSecrets.add(name)
  }
  if (declared.runtimeClassName !== undefined) await look('RuntimeClass', declared.runtimeClassName)

  const nodes = await lookup.list('Node', '')
  if (nodes.state === 'unread') unread.add(`nodes: ${nodes.why}`)
  else for (const object of nodes.objects) put('Node', object)

  const services = await lookup.list('Service', namespace)
  const api = await lookup.get('Service', 'default', 'kubernetes')
  if (services.state === 'unread') unread.add(`services: ${services.why}`)

  const objects = await lookUpEnvironment(read, namespace, lookup, (why) => void unread.add(why))
  await lookUpPolicies(namespace, inventory, lookup, put, (why) => void unread.add(why))

  const template = await lookUpTemplate(subject, lookup)

  const events: Message[] = []
  const waiting = Array.from(inventory.pods.values()).filter((pod) => pod.waiting.length > 0)
  for (const { uid } of waiting.slice(0, podsLookedAt)) {
    const found = await lookup.list('Event', namespace, { fieldSelector: `involvedObject.uid=${uid}` })
    if (found.state === 'unread') unread.add(`events: ${found.why}`)
    else events.push(...found.objects)
  }
  for (const event of events) put('Event', event)

  return {
    subject,
    declared,
    pod: read,
    inventory,
    unreadSecrets,
    nodes: nodes.state === 'found' ? nodes.objects.flatMap(toNode) : undefined,
    services:
      services.state === 'found'
        ? [...services.objects, ...(api.state === 'found' && namespace !== 'default' ? [api.object] : [])].flatMap(
            toService,
          )
        : undefined,
    objects,
    ...(template !== undefined && { template }),
    policies: policiesOf(inventory),
    events,
    ...(lookup.complete && { now: Date.now() / 1000 }),
    unread: [...unread],
  }
}
