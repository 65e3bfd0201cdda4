import type { Labels } from '../domain/objects/labels.ts'
import type { Namespace } from '../domain/objects/namespace.ts'

/** Which policies select which namespaces, kept as either changes. */
export interface Membership {
  readonly policiesOf: (namespace: string) => ReadonlySet<string>
  readonly namespacesOf: (policy: string) => ReadonlySet<string>
  /** A namespace came, changed or (undefined) went; returns the policies that gained or lost it. */
  readonly namespaceChanged: (name: string, namespace: Namespace | undefined) => ReadonlySet<string>
  /** A policy came, changed or (undefined) went; returns the namespaces that it gained or lost. */
  readonly policyChanged: (
    name: string,
    selects: ((labels: Labels) => boolean) | undefined,
    namespaces: Iterable<Namespace>,
  ) => ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> => a.symmetricDifference(b)

/** @param moved told of each namespace that a policy gained (true) or lost, once it has */
export const createMembership = (
  moved: (policy: string, namespace: string, selected: boolean) => void = () => undefined,
): Membership => {
  const selectors = new Map<string, (labels: Labels) => boolean>()
  const policies = new Map<string, Set<string>>()
  const namespaces = new Map<string, Set<string>>()

  const link = (policy: string, namespace: string, selected: boolean): void => {
    for (const [index, key, member] of [
      [policies, namespace, policy],
      [namespaces, policy, namespace],
    ] as const) {
      const members = index.get(key)
      if (selected) index.set(key, (members ?? new Set()).add(member))
      else if (members?.delete(member) && members.size === 0) index.delete(key)
    }
    moved(policy, namespace, selected)
  }

  return {
    policiesOf: (namespace) => policies.get(namespace) ?? none,
    namespacesOf: (policy) => namespaces.get(policy) ?? none,
    namespaceChanged: (name, namespace) => {
      const before = new Set(policies.get(name))
      const after = new Set<string>()
      if (namespace !== undefined) {
        for (const [policy, selects] of selectors) if (selects(namespace.labels)) after.add(policy)
      }
      const changed = difference(before, after)
      for (const policy of changed) link(policy, name, after.has(policy))
      return changed
    },
    policyChanged: (name, selects, all) => {
      const before = new Set(namespaces.get(name))
      const after = new Set<string>()
      if (selects === undefined) selectors.delete(name)
      else {
        selectors.set(name, selects)
        for (const namespace of all) if (selects(namespace.labels)) after.add(namespace.name)
      }
      const changed = difference(before, after)
      for (const namespace of changed) link(name, namespace, after.has(namespace))
      return changed
    },
  }
}
