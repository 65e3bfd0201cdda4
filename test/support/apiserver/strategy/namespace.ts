import type { Strategy } from './strategy.ts'

/** A namespace carries its own name as a label, and the finalizer that keeps it until its content is gone. */
export const namespaceStrategy: Strategy = {
  defaults: (namespace) => ({
    ...namespace,
    metadata: {
      ...namespace.metadata,
      labels: { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name },
    },
  }),
  prepareForCreate: (namespace) => ({
    ...namespace,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),
  prepareForUpdate: (namespace, old) => ({ ...namespace, spec: old['spec'] }),
}
