import { type JsonObject, listAt, objectAt, textAt } from '../../apiserver/json.ts'
import { isStatus } from '../client.ts'
import { isDeleting, nameOf, namespaceOf, ownersOf, uidOf } from '../objects.ts'
import { isKind, type Kind, objectPath, type World } from './world.ts'

const DEPENDENT_KINDS: readonly Kind[] = ['ReplicaSet', 'Pod']

const dependentsOf = ({ mirrors }: World, uid: string): readonly (readonly [Kind, JsonObject])[] =>
  DEPENDENT_KINDS.flatMap((kind) =>
    [...mirrors[kind].objects.values()]
      .filter((object) => ownersOf(object).some((owner) => owner['uid'] === uid))
      .map((object) => [kind, object] as const),
  )

const remove = async ({ client }: World, kind: Kind, object: JsonObject, propagationPolicy: string): Promise<void> => {
  if (isDeleting(object)) return
  try {
    await client.delete(objectPath(kind, namespaceOf(object), nameOf(object)), {
      propagationPolicy,
      preconditions: { uid: uidOf(object) },
    })
  } catch (error) {
    if (!isStatus(error, 404)) throw error
  }
}

const withoutFinalizer = async (
  { client }: World,
  kind: Kind,
  object: JsonObject,
  finalizer: string,
): Promise<void> => {
  const metadata = objectAt(object, 'metadata')
  await client.patch(objectPath(kind, namespaceOf(object), nameOf(object)), {
    metadata: {
      resourceVersion: textAt(metadata, 'resourceVersion'),
      finalizers: listAt(metadata, 'finalizers').filter((each) => each !== finalizer),
    },
  })
}

/** Deletes what an owner that is gone leaves behind (of the kinds that workloads own). */
export const collectDependents = async (world: World, uid: string): Promise<void> => {
  for (const [kind, object] of dependentsOf(world, uid)) await remove(world, kind, object, 'Background')
}

/** Settles an owner that waits for its dependents: foreground deletion, or orphaning. Returns whether to look again. */
export const settleDeletion = async (world: World, owner: JsonObject): Promise<boolean> => {
  const kind = textAt(owner, 'kind')
  if (!isDeleting(owner) || !isKind(kind)) return false
  const finalizers = listAt(objectAt(owner, 'metadata'), 'finalizers')
  const dependents = dependentsOf(world, uidOf(owner))
  if (finalizers.includes('orphan')) {
    for (const [of, object] of dependents)
      await world.client.patch(objectPath(of, namespaceOf(object), nameOf(object)), {
        metadata: { ownerReferences: ownersOf(object).filter((each) => each['uid'] !== uidOf(owner)) },
      })
    await withoutFinalizer(world, kind, owner, 'orphan')
    return false
  }
  if (!finalizers.includes('foregroundDeletion')) return false
  for (const [of, object] of dependents) await remove(world, of, object, 'Foreground')
  if (dependents.length > 0) return true
  await withoutFinalizer(world, kind, owner, 'foregroundDeletion')
  return false
}
