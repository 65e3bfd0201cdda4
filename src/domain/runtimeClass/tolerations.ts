/** A toleration (core/v1). Absent means what the API means by it: operator Equal, every key, every effect. */
export interface Toleration {
  readonly key?: string
  readonly operator?: string
  readonly value?: string
  readonly effect?: string
  readonly tolerationSeconds?: number
}

const same = (a: Toleration, b: Toleration): boolean =>
  (a.key ?? '') === (b.key ?? '') &&
  (a.operator ?? '') === (b.operator ?? '') &&
  (a.value ?? '') === (b.value ?? '') &&
  (a.effect ?? '') === (b.effect ?? '') &&
  a.tolerationSeconds === b.tolerationSeconds

/** Whether `wide` tolerates all that `narrow` does (isSuperset, pkg/util/tolerations, v1.36). */
export const covers = (wide: Toleration, narrow: Toleration): boolean => {
  if (same(wide, narrow)) return true
  const everyKey = (wide.key ?? '') === '' && wide.operator === 'Exists'
  if ((wide.key ?? '') !== (narrow.key ?? '') && !everyKey) return false
  if ((wide.effect ?? '') !== '' && wide.effect !== narrow.effect) return false
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds) return false
  }
  switch (wide.operator ?? '') {
    case 'Exists':
      return true
    case 'Equal':
    case '':
      // As there: a narrow one that leaves its operator out is not recognised, and stays beside the wide one.
      return narrow.operator === 'Equal' && (narrow.value ?? '') === (wide.value ?? '')
    default:
      return false
  }
}

/**
 * The union of two lists, the first list's first; one that another covers is left out (MergeTolerations,
 * pkg/util/tolerations, v1.36). Of equal ones the first stays.
 */
export const mergeTolerations = (
  first: readonly Toleration[],
  second: readonly Toleration[],
): readonly Toleration[] => {
  const all = [...first, ...second]
  const kept: Toleration[] = []
  for (const [index, each] of all.entries()) {
    const before = kept.some((other) => covers(other, each))
    const later = all.slice(index + 1).some((other) => !same(other, each) && covers(other, each))
    if (!before && !later) kept.push(each)
  }
  return kept
}

/** A taint on a node. */
export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: string
}

/**
 * Whether a toleration tolerates a taint (ToleratesTaint, k8s.io/api/core/v1/toleration.go, v0.36;
 * the operators Gt and Lt, off by default, are not read).
 */
const toleratesTaint = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '')
    case 'Exists':
      return true
    default:
      return false
  }
}

/** Taints that keep new pods away and that none of the tolerations tolerates. */
export const untolerated = (taints: readonly Taint[], tolerations: readonly Toleration[]): readonly Taint[] =>
  taints.filter(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => toleratesTaint(toleration, taint)),
  )
