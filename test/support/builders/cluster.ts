import type { Cluster } from '../../../src/controllers/cluster.ts'

const unexpected = (): Promise<never> => Promise.reject(new Error('not asked for here'))

/** A cluster that answers what is given, and refuses all else. */
export const aCluster = (answers: Partial<Cluster> = {}): Cluster => ({
  lookAtSecret: unexpected,
  createSecret: unexpected,
  patchSecret: unexpected,
  deleteSecret: unexpected,
  lookAtAccount: unexpected,
  writersOf: unexpected,
  writeAccount: unexpected,
  writeFinalizers: unexpected,
  writeStatus: unexpected,
  lookAtOwner: unexpected,
  lookAtPod: unexpected,
  evictPod: unexpected,
  ...answers,
})
