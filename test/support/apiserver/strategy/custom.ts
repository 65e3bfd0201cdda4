import type { Json } from '../json.ts'
import { parseObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import { type RuleCheck, schemaCauses } from '../validation/schema.ts'
import { withDefaults } from '../validation/schemaDefaults.ts'
import type { Strategy } from './strategy.ts'

const specDropsStatus = ({ hasStatus }: Resource, object: Record<string, Json | undefined>) => {
  if (hasStatus) delete object['status']
  return object
}

/** What a custom resource's schema asks for. Pruning comes before, where its warnings can still be told. */
export const customStrategy = (resource: Resource, checkRules: RuleCheck | undefined): Strategy => {
  const { schema } = resource
  if (!schema) return { prepareForCreate: (object) => parseObject(specDropsStatus(resource, { ...object })) }
  return {
    // A status that is dropped is filled in again when the object is read from etcd.
    prepareForCreate: (object) => parseObject(withDefaults(specDropsStatus(resource, { ...object }), schema)),
    defaults: (object) => parseObject(withDefaults(object, schema)),
    validate: (object, old) => schemaCauses(schema, object, old, '', { checkRules }),
  }
}
