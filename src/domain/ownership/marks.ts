import type { OwnershipMarks } from '../objects/pullSecret.ts'

/** Labels and annotations that Pullkeeper writes and reads: a contract with other tools. */
export const managedByLabel = 'app.kubernetes.io/managed-by'
export const managedByValue = 'pullkeeper'
export const policyLabel = 'pullkeeper.dev/policy'
export const selfAnnotation = 'pullkeeper.dev/self'
export const attachedAnnotation = 'pullkeeper.dev/attached'
export const sourceLabel = 'pullkeeper.dev/source'
export const policyFinalizer = 'pullkeeper.dev/cleanup'

interface Named {
  readonly namespace: string
  readonly name: string
}

/** The marks that a managed secret of `policy` carries. */
export const marksOf = (policy: string, { namespace, name }: Named): Required<OwnershipMarks> => ({
  managedBy: managedByValue,
  policy,
  self: `${namespace}/${name}`,
})

/** A Secret is ours only if it says so about itself: a copy made with `kubectl get -o yaml` names another object. */
export const isOurs = ({ namespace, name, marks }: Named & { readonly marks: OwnershipMarks }): boolean =>
  marks.managedBy === managedByValue && marks.policy !== undefined && marks.self === `${namespace}/${name}`
