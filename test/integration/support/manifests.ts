import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { isObject, type Json, type JsonObject } from '../../support/apiserver/json.ts'

/** The objects of a folder's YAML files, without what kustomize itself reads. */
export const manifestsIn = (folder: string): readonly JsonObject[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .sort()
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
    .map((document): Json => document.toJS())
    .filter(isObject)
