/** An object of which it is not known whether a write of ours was done: the answer got lost. */
export interface Doubt {
  readonly kind: 'secret' | 'account'
  readonly name: string
}

/** Objects to be looked at before anything is planned from what we think they are. */
export interface Doubts {
  readonly add: (namespace: string, doubt: Doubt) => void
  readonly in: (namespace: string) => readonly Doubt[]
  readonly resolved: (namespace: string, doubt: Doubt) => void
  readonly forget: (namespace: string) => void
}

export const createDoubts = (): Doubts => {
  const byNamespace = new Map<string, Map<string, Doubt>>()
  const keyOf = ({ kind, name }: Doubt): string => `${kind}/${name}`
  return {
    add: (namespace, doubt) => {
      byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Map<string, Doubt>()).set(keyOf(doubt), doubt))
    },
    in: (namespace) => [...(byNamespace.get(namespace)?.values() ?? [])],
    resolved: (namespace, doubt) => {
      const doubts = byNamespace.get(namespace)
      if (doubts?.delete(keyOf(doubt)) && doubts.size === 0) byNamespace.delete(namespace)
    },
    forget: (namespace) => {
      byNamespace.delete(namespace)
    },
  }
}
