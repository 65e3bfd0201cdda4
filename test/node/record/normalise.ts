import { createHash } from 'node:crypto'
import { equal, isList, isObject, type Json, type JsonObject, objectAt, textAt } from '../../support/apiserver/json.ts'

/** What differs from one cluster to the next and means nothing: each text, and what is written for it. */
export type Names = ReadonlyMap<string, string>

/** When everything of a recording happened, but its events. */
const RECORDED_AT = Date.parse('2026-01-01T00:00:00Z')

const isoSeconds = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('.000Z', 'Z')

/** What cannot be known beforehand, wherever it stands in a text. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, isoSeconds(RECORDED_AT)],
  // The node, this machine and a neighbour that is not there (test/cluster/node/network.ts), then pods.
  [/\b198\.18\.\d+\.(\d+)\b/g, '192.0.2.$1'],
  [/\b198\.19\.\d+\.\d+\b/g, '198.51.100.10'],
  // The end of a connection that the system chose.
  [/:\d+->/g, ':40000->'],
  [/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`],
  [/containerd:\/\/[0-9a-f]{64}/g, `containerd://${'0'.repeat(64)}`],
  [/\b[\dms.]+s \([\dms.]+s including waiting\)/g, '100ms (100ms including waiting)'],
  [/Image size: \d+ bytes/g, 'Image size: 1000000 bytes'],
  // How often a container had been started when it was looked at; restartCount below says the same.
  [/\bback-off [\dms]+ restarting/g, 'back-off 10s restarting'],
]

/** The same uid for an object of the same kind and name in every run, and another for every other object. */
export const uidOf = (kind: string, name: string): string => {
  const digest = createHash('sha256').update(`${kind}/${name}`).digest('hex')
  return [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, '8000', digest.slice(16, 28)].join('-')
}

const inText = (text: string, names: Names): string => {
  const named = [...names].reduce((done, [name, instead]) => done.replaceAll(name, instead), text)
  return PATTERNS.reduce((done, [pattern, instead]) => done.replace(pattern, instead), named)
}

/** Every text of a value, and every key, with what means nothing replaced. */
export const renamed = (value: Json, names: Names): Json => {
  if (typeof value === 'string') return inText(value, names)
  if (isList(value)) return value.map((item) => renamed(item, names))
  return isObject(value) ? renamedObject(value, names) : value
}

/** How a container ends that is told to end while it starts: by its trap, or by a signal, as it comes. */
const ENDS_AS_IT_COMES: ReadonlySet<Json | undefined> = new Set([0, 2, 137, 143])

const renamedField = (key: string, value: Json, names: Names): Json => {
  if (key === 'restartCount' && value !== 0) return 1
  const done = renamed(value, names)
  const endsAsItComes = key === 'terminated' && isObject(done) && ENDS_AS_IT_COMES.has(done['exitCode'])
  return endsAsItComes ? { ...done, exitCode: 0, reason: 'Completed' } : done
}

export const renamedObject = (object: JsonObject, names: Names): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) =>
      value === undefined ? [] : [[inText(key, names), renamedField(key, value, names)]],
    ),
  )

/** What is written for the namespace, the generated names and the uids of objects. Longer names come first. */
export const namesOf = (namespace: string, objects: readonly JsonObject[]): Names => {
  const pairs = new Map([[namespace, 'recorded']])
  for (const object of objects) {
    const metadata = objectAt(object, 'metadata')
    const hash = textAt(objectAt(metadata, 'labels'), 'pod-template-hash')
    if (hash !== '') pairs.set(hash, '5d5f8d8c9b')
  }
  const sorted = (all: ReadonlyMap<string, string>) => [...all].sort(([a], [b]) => b.length - a.length)
  const generated = new Map(sorted(pairs))
  const uids = objects.flatMap((object): readonly (readonly [string, string])[] => {
    const metadata = objectAt(object, 'metadata')
    const uid = textAt(metadata, 'uid')
    const name = inText(textAt(metadata, 'name'), generated)
    return uid === '' ? [] : [[uid, uidOf(textAt(object, 'kind'), name)]]
  })
  return new Map([...uids, ...generated])
}

const sameTelling = (a: JsonObject, b: JsonObject): boolean =>
  ['involvedObject', 'type', 'reason', 'message'].every((field) => equal(a[field], b[field]))

/**
 * Events in the order in which they were first told, which the end of an Event's name is: nanoseconds in hex
 * (client-go/tools/record, v1.36). Each gets a second of its own and is told once; texts that differed only in what
 * means nothing are one.
 */
export const normalisedEvents = (events: readonly JsonObject[]): readonly JsonObject[] => {
  const born = (event: JsonObject) => textAt(objectAt(event, 'metadata'), 'name').replace(/^.*\./, '')
  return [...events]
    .sort((a, b) => (born(a) < born(b) ? -1 : 1))
    .filter((event, index, sorted) => sorted.findIndex((other) => sameTelling(event, other)) === index)
    .map((event, index) => {
      const at = isoSeconds(RECORDED_AT + (index + 1) * 1000)
      const metadata = objectAt(event, 'metadata')
      const name = `${textAt(objectAt(event, 'involvedObject'), 'name')}.${index + 1}`
      return {
        ...event,
        metadata: { ...metadata, name, creationTimestamp: at, uid: uidOf('Event', name) },
        firstTimestamp: at,
        lastTimestamp: at,
        count: 1,
      }
    })
}
