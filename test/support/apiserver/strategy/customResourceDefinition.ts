import { isObject, listAt, objectAt, objectsAt, textAt } from '../json.ts'
import { invalidValue } from '../validation/fieldErrors.ts'
import type { Strategy } from './strategy.ts'

/** Definitions are accepted and established at once; whether their schemas are structural is for the real server. */
export const customResourceDefinitionStrategy: Strategy = {
  defaults: (definition) => {
    const spec = objectAt(definition, 'spec')
    const names = objectAt(spec, 'names')
    const kind = textAt(names, 'kind')
    return {
      ...definition,
      spec: {
        conversion: { strategy: 'None' },
        ...spec,
        names: { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names },
      },
    }
  },
  prepareForCreate: (definition, now) => {
    const spec = objectAt(definition, 'spec')
    const condition = (type: string, reason: string, message: string) => ({
      type,
      status: 'True',
      lastTransitionTime: now,
      reason,
      message,
    })
    return {
      ...definition,
      status: {
        conditions: [
          condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
          condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
        ],
        acceptedNames: objectAt(spec, 'names'),
        storedVersions: objectsAt(spec, 'versions')
          .filter((version) => version['storage'] === true)
          .map((version) => textAt(version, 'name')),
      },
    }
  },
  validate: (definition) => {
    const spec = objectAt(definition, 'spec')
    const wanted = `${textAt(objectAt(spec, 'names'), 'plural')}.${textAt(spec, 'group')}`
    const { name } = definition.metadata
    return [
      ...(name === wanted ? [] : [invalidValue('metadata.name', name, `must be spec.names.plural+"."+spec.group`)]),
      ...(listAt(spec, 'versions').filter((version) => isObject(version) && version['storage'] === true).length === 1
        ? []
        : [invalidValue('spec.versions', null, 'must have exactly one version marked as storage version')]),
    ]
  },
}
