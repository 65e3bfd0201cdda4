import type { Policy } from '../../domain/objects/policy.ts'
import type { Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { imagePolicyRecord } from './imagePolicyRecord.ts'
import { jsonReader } from './json.ts'
import { toPolicySpec } from './policySpec.ts'
import { Problem } from './problem.ts'

/**
 * Decodes ImagePolicies. The schema has refused what is wrong here already, unless the policy is older than the
 * schema: such a one is a problem, and what it has handed out stays.
 */
export const decodeImagePolicy = (interner: Interner): Decode<Policy> =>
  decoder(jsonReader(imagePolicyRecord, interner), ({ metadata, spec: specRecord, status }) => {
    const spec = toPolicySpec(specRecord)
    if (spec instanceof Problem) return spec.under('spec')
    return {
      name: metadata.name,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      generation: metadata.generation,
      createdAt: metadata.creationTimestamp,
      deleting: metadata.deletionTimestamp !== undefined,
      finalizers: metadata.finalizers,
      spec,
      ...(status !== undefined && { status }),
    }
  })
