import type { Pod } from '../../domain/objects/pod.ts'
import { workloadOf } from '../../domain/workload/workloadOf.ts'
import type { ResolvedOwner } from '../../store/owners.ts'
import type { Store } from '../../store/store.ts'

type NamedOwner = Pick<ResolvedOwner, 'workload' | 'uid'> & { readonly certain: boolean }

/** The workload of a pod that a person would name; certain once what may stand behind it has been read. */
export const ownerOf = (store: Store, pod: Pod): NamedOwner => {
  const { workload, certain } = workloadOf(pod)
  if (certain) return { workload, certain, uid: pod.controller?.uid ?? pod.uid }
  const read = pod.controller && store.owners.get(pod.controller.uid)
  return read === undefined ? { workload, certain: false } : { ...read, certain: true }
}
