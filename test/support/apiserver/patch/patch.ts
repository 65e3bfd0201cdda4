import { isObject, type Json, type JsonObject } from '../json.ts'
import type { Resource } from '../resources/resource.ts'
import { badRequest, unsupportedMediaType } from '../status.ts'
import { jsonPatch } from './jsonPatch.ts'
import { mergePatch } from './mergePatch.ts'
import { schemaMerge } from './schemaMerge.ts'
import { strategicMergePatch } from './strategicMerge.ts'

export const PATCH_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const

export type PatchType = keyof typeof PATCH_TYPES

const TYPES: readonly PatchType[] = ['json', 'merge', 'strategic', 'apply']

/** The patch type of a Content-Type. Custom resources know no strategic merge: 415, as there. */
export const patchTypeOf = (contentType: string, { builtIn }: Pick<Resource, 'builtIn'>): PatchType => {
  const accepted = TYPES.filter((type) => builtIn || type !== 'strategic')
  const media = contentType.split(';')[0]?.trim()
  const found = accepted.find((type) => PATCH_TYPES[type] === media)
  if (!found) throw unsupportedMediaType(accepted.map((type) => PATCH_TYPES[type]))
  return found
}

/**
 * The patched object. Server-side apply is a simplification: it merges and keeps no managedFields, so it never
 * conflicts with another manager and never removes what a manager no longer applies.
 */
export const applyPatch = (resource: Resource, type: PatchType, target: JsonObject, patch: Json): Json => {
  if (type === 'json') return jsonPatch(target, patch)
  if (!isObject(patch))
    throw badRequest('error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}')
  switch (type) {
    case 'merge':
      return mergePatch(target, patch)
    case 'strategic':
      return strategicMergePatch(target, patch)
    case 'apply':
      return resource.schema ? schemaMerge(target, patch, resource.schema) : strategicMergePatch(target, patch)
    default:
      return type satisfies never
  }
}
