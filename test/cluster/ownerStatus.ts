import { readAccess } from './access.ts'
import type { ClusterAccess } from './access.ts'

/** What the owner of a cluster answers when asked how it is. */
export interface OwnerStatus {
  readonly access: ClusterAccess
  readonly pid: number
  readonly programs: readonly { readonly name: string; readonly running: boolean }[]
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined

/** Throws when it is no such answer, as from an owner of another version of this project. */
export const readOwnerStatus = (answer: unknown): OwnerStatus => {
  const programs = field(answer, 'programs')
  return {
    access: readAccess(field(answer, 'access')),
    pid: Number(field(answer, 'pid')),
    programs: (Array.isArray(programs) ? programs : []).map((program: unknown) => ({
      name: String(field(program, 'name')),
      running: field(program, 'running') === true,
    })),
  }
}
