/** One answered request. Watches are entered when they begin. */
export interface AuditEntry {
  readonly verb: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  readonly user: string
  readonly userAgent: string
  readonly status: number
  /** Milliseconds since the epoch. */
  readonly at: number
}

export type AuditMatch = Partial<Omit<AuditEntry, 'verb' | 'at'>> & { readonly verb?: string | readonly string[] }

/** A bounded log of requests, with counters that forget nothing until they are cleared. */
export interface Audit {
  record: (entry: AuditEntry) => void
  entries: (match?: AuditMatch) => readonly AuditEntry[]
  /** How many requests matched since the last clear, also those that the log has dropped. */
  count: (match?: AuditMatch) => number
  clear: () => void
}

export const WRITE_VERBS = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const

const matching =
  (match: AuditMatch) =>
  (entry: Omit<AuditEntry, 'at'>): boolean =>
    Object.entries(match).every(([key, wanted]) => {
      if (key === 'verb') return Array.isArray(wanted) ? wanted.includes(entry.verb) : wanted === entry.verb
      return Object.entries(entry).some(([name, value]) => name === key && value === wanted)
    })

export const createAudit = (limit: number): Audit => {
  let log: AuditEntry[] = []
  let dropped: { readonly entry: Omit<AuditEntry, 'at'>; count: number }[] = []

  /** What leaves the log stays counted, without its name and time. */
  const drop = ({ at: _at, ...entry }: AuditEntry) => {
    const nameless = { ...entry, name: '' }
    const same = dropped.find((other) => matching(nameless)(other.entry))
    if (same) same.count += 1
    else dropped.push({ entry: nameless, count: 1 })
  }

  return {
    record: (entry) => {
      log.push(entry)
      if (log.length <= limit * 2) return
      for (const old of log.slice(0, log.length - limit)) drop(old)
      log = log.slice(-limit)
    },
    entries: (match = {}) => log.filter(matching(match)),
    count: (match = {}) =>
      log.filter(matching(match)).length +
      dropped.filter(({ entry }) => matching(match)(entry)).reduce((sum, { count }) => sum + count, 0),
    clear: () => {
      log = []
      dropped = []
    },
  }
}
