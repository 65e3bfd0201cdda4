import { availableParallelism, cpus, loadavg, totalmem, type as osType, release } from 'node:os'

/** Where and when a figure was measured: without it no two can be compared. */
export interface Conditions {
  readonly at: string
  readonly node: string
  readonly system: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGB: number
  /** Load average of the last minute, before and after: above `cores` others wanted the machine too. */
  readonly load: { readonly before: number; readonly after: number }
}

const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100

/** Takes the load now, and again when what it returns is called. */
export const observeConditions = (): (() => Conditions) => {
  const before = loadNow()
  return () => ({
    at: new Date().toISOString(),
    node: process.version,
    system: `${osType()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    load: { before, after: loadNow() },
  })
}
