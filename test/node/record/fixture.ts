import { type Json, type JsonObject, objectAt, textAt } from '../../support/apiserver/json.ts'
import { namesOf, normalisedEvents, renamedObject } from './normalise.ts'
import { trimmed } from './trim.ts'
import { withoutCredentials } from './withoutCredentials.ts'

/** One recording, by the name of its file: a list that `kubectl get -o json` could have printed. */
export interface Fixture {
  readonly name: string
  readonly list: JsonObject
}

const isEvent = ({ kind }: JsonObject): boolean => kind === 'Event'

const safe = (object: JsonObject): JsonObject => (object['kind'] === 'Secret' ? withoutCredentials(object) : object)

const keyOf = (object: JsonObject): string =>
  `${textAt(object, 'kind')}/${textAt(objectAt(object, 'metadata'), 'name')}`

/**
 * A recording without what differs from one run to the next, and without credentials.
 *
 * @param objects as the API server gave them, Events among them
 * @param earlier the same pod in the states that it was in before, the oldest first: its status alone is kept
 */
export const fixtureOf = (
  name: string,
  namespace: string,
  objects: readonly JsonObject[],
  earlier: readonly JsonObject[] = [],
): Fixture => {
  const names = namesOf(
    namespace,
    objects.filter((object) => !isEvent(object)),
  )
  const clean = (object: JsonObject) => renamedObject(trimmed(safe(object)), names)
  const others = objects
    .filter((object) => !isEvent(object))
    .map(clean)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const items: readonly Json[] = [...others, ...normalisedEvents(objects.filter(isEvent).map(clean))]
  const states = earlier.map((pod) => objectAt(clean(pod), 'status'))
  return {
    name,
    list: { apiVersion: 'v1', kind: 'List', ...(states.length > 0 && { earlier: states }), items },
  }
}

/** As it is written to its file. */
export const textOfFixture = ({ list }: Fixture): string => `${JSON.stringify(list, null, 2)}\n`
