import { isObject, type JsonObject, listAt, objectAt, objectsAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { customColumns } from '../table/customColumns.ts'
import type { Resource } from './resource.ts'

/** The resources that a CustomResourceDefinition adds: one for each served version. */
export const customResources = (definition: KubeObject): readonly Resource[] => {
  const spec = objectAt(definition, 'spec')
  return objectsAt(spec, 'versions')
    .filter((version) => version['served'] === true)
    .map((version) => customResource(spec, version))
}

const customResource = (spec: JsonObject, version: JsonObject): Resource => {
  const names = objectAt(spec, 'names')
  const kind = textAt(names, 'kind')
  const schema = objectAt(version, 'schema')['openAPIV3Schema']
  return {
    group: textAt(spec, 'group'),
    version: textAt(version, 'name'),
    kind,
    resource: textAt(names, 'plural'),
    singular: textAt(names, 'singular') || kind.toLowerCase(),
    namespaced: textAt(spec, 'scope') === 'Namespaced',
    shortNames: texts(names, 'shortNames'),
    categories: texts(names, 'categories'),
    subresources: [],
    hasStatus: isObject(objectAt(version, 'subresources')['status']),
    builtIn: false,
    generation: true,
    returnsDeleted: false,
    unconditionalUpdate: false,
    columns: customColumns(objectsAt(version, 'additionalPrinterColumns')),
    ...(isObject(schema) && { schema }),
  }
}

const texts = (parent: JsonObject, key: string): readonly string[] =>
  listAt(parent, key).filter((item) => typeof item === 'string')
