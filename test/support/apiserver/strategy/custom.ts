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
  const create: Strategy = {
    prepareForCreate: (object) => parseObject(specDropsStatus(resource, { ...object })),
  }
  if (!schema) return create
  return {
    ...create,
    defaults: (object) => parseObject(withDefaults(object, schema)),
    validate: (object, old) => schemaCauses(schema, object, old, '', { checkRules }),
  }
}
