import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type JsonObject, objectsAt, parseJson } from '../apiserver/json.ts'

/** What real nodes said, as `npm run record` wrote it: a directory for each version of Kubernetes. */
export const recordedRoot = fileURLToPath(new URL('../../fixtures/node', import.meta.url))

export interface Recorded {
  readonly name: string
  /** As they were in the end. */
  readonly objects: readonly JsonObject[]
  /** The status of the pod among them in the states before, the oldest first. */
  readonly earlier: readonly JsonObject[]
}

export const recordedVersions = (): readonly string[] => readdirSync(recordedRoot).sort()

const read = (version: string, file: string): Recorded => {
  const list = parseJson(readFileSync(join(recordedRoot, version, file), 'utf8'))
  return {
    name: file.replace(/\.json$/, ''),
    objects: objectsAt(list, 'items'),
    earlier: objectsAt(list, 'earlier'),
  }
}

/** All recordings of a version, by name; `cluster` is what they share: node, secrets, RuntimeClasses, account. */
export const recordedOn = (version: string): ReadonlyMap<string, Recorded> =>
  new Map(readdirSync(join(recordedRoot, version)).map((file) => [file.replace(/\.json$/, ''), read(version, file)]))

export const ofKind = (objects: readonly JsonObject[], kind: string): readonly JsonObject[] =>
  objects.filter((object) => object['kind'] === kind)

/** The recording's pod in each of its states, the last one last; empty for what has no pod. */
export const statesOf = ({ objects, earlier }: Recorded): readonly JsonObject[] =>
  ofKind(objects, 'Pod').flatMap((pod) => [...earlier.map((status) => ({ ...pod, status })), pod])
