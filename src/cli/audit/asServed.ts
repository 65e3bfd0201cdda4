import { Buffer } from 'node:buffer'
import { isMessage } from '../../store/records/json.ts'

type Message = Readonly<Record<string, unknown>>

/** Never undefined: what is missing shows when a field of it is read. */
export const metadataOf = ({ metadata }: Message): Message => (isMessage(metadata) ? metadata : {})

/** The API server has given it a uid: it is, or was, in a cluster. */
export const isLive = (object: Message): boolean => typeof metadataOf(object)['uid'] === 'string'

/** What only the API server fills in, for the decoders of what it sends. */
export const completed = (object: Message, namespace: string): Message => ({
  ...object,
  metadata: { uid: 'none', resourceVersion: '0', ...metadataOf(object), namespace },
})

/** `stringData` is folded into `data` by the API server. */
export const withStringData = (object: Message): Message => {
  const { stringData, data, ...rest } = object
  if (!isMessage(stringData)) return object
  const folded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'utf8').toString('base64'),
  ])
  return { ...rest, data: { ...(isMessage(data) ? data : {}), ...Object.fromEntries(folded) } }
}

/** events.k8s.io/v1 is the same object under other names. */
export const asCoreEvent = (object: Message): Message =>
  'regarding' in object
    ? {
        ...object,
        involvedObject: object['regarding'],
        message: object['note'],
        lastTimestamp: object['deprecatedLastTimestamp'],
      }
    : object

/** Every namespace gets its own name as a label (1.22). */
export const withNameLabel = (object: Message): Message => {
  const { name, labels } = metadataOf(object)
  const own = { ...(isMessage(labels) ? labels : {}), 'kubernetes.io/metadata.name': name }
  return { ...object, metadata: { ...metadataOf(object), labels: own } }
}
