/**
 * The messages that kubectl's typed commands send (`create namespace`, `create secret`, `create serviceaccount`,
 * `create configmap`, `create deployment`, `drain`), by field number, from k8s.io/api's generated.proto of 1.36.
 */
export type FieldType =
  | 'text'
  | 'bytes'
  | 'boolean'
  /** Zero is left out: the field is no pointer in Go and always sent. */
  | 'number'
  /** Zero is kept. */
  | 'optionalNumber'
  | 'textMap'
  | 'bytesMap'
  /** A status, a time: the server writes it anyway. */
  | 'ignored'
  | { readonly message: Message }

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly repeated?: boolean
}

export type Message = Readonly<Record<number, Field>>

const text = (name: string): Field => ({ name, type: 'text' })
const texts = (name: string): Field => ({ name, type: 'text', repeated: true })
const number = (name: string): Field => ({ name, type: 'number' })
const boolean = (name: string): Field => ({ name, type: 'boolean' })
const textMap = (name: string): Field => ({ name, type: 'textMap' })
const one = (name: string, message: Message): Field => ({ name, type: { message } })
const many = (name: string, message: Message): Field => ({ name, type: { message }, repeated: true })
const ignored = (name: string): Field => ({ name, type: 'ignored' })

const objectMeta = one('metadata', {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  7: ignored('generation'),
  8: ignored('creationTimestamp'),
  11: textMap('labels'),
  12: textMap('annotations'),
  14: texts('finalizers'),
})

const reference: Message = { 1: text('kind'), 2: text('namespace'), 3: text('name'), 4: text('uid') }
const localReference: Message = { 1: text('name') }

const container: Message = {
  1: text('name'),
  2: text('image'),
  3: texts('command'),
  4: texts('args'),
  5: text('workingDir'),
  6: many('ports', {
    1: text('name'),
    2: number('hostPort'),
    3: number('containerPort'),
    4: text('protocol'),
    5: text('hostIP'),
  }),
  7: many('env', { 1: text('name'), 2: text('value') }),
  13: text('terminationMessagePath'),
  14: text('imagePullPolicy'),
  16: boolean('stdin'),
  17: boolean('stdinOnce'),
  18: boolean('tty'),
  20: text('terminationMessagePolicy'),
}

const podSpec: Message = {
  2: many('containers', container),
  3: text('restartPolicy'),
  6: text('dnsPolicy'),
  8: text('serviceAccountName'),
  9: text('serviceAccount'),
  10: text('nodeName'),
  11: boolean('hostNetwork'),
  12: boolean('hostPID'),
  13: boolean('hostIPC'),
  15: many('imagePullSecrets', localReference),
  16: text('hostname'),
  17: text('subdomain'),
  19: text('schedulerName'),
  24: text('priorityClassName'),
}

const podTemplate = one('template', { 1: objectMeta, 2: one('spec', podSpec) })

const deleteOptions: Message = {
  1: { name: 'gracePeriodSeconds', type: 'optionalNumber' },
  2: one('preconditions', { 1: text('uid'), 2: text('resourceVersion') }),
  4: text('propagationPolicy'),
  5: texts('dryRun'),
}

/** By kind; the names are unique among what kubectl sends. */
export const messages: Readonly<Record<string, Message>> = {
  Namespace: { 1: objectMeta, 2: ignored('spec'), 3: ignored('status') },
  ServiceAccount: {
    1: objectMeta,
    2: many('secrets', reference),
    3: many('imagePullSecrets', localReference),
    4: boolean('automountServiceAccountToken'),
  },
  Secret: {
    1: objectMeta,
    2: { name: 'data', type: 'bytesMap' },
    3: text('type'),
    4: textMap('stringData'),
    5: boolean('immutable'),
  },
  ConfigMap: {
    1: objectMeta,
    2: textMap('data'),
    3: { name: 'binaryData', type: 'bytesMap' },
    4: boolean('immutable'),
  },
  Pod: { 1: objectMeta, 2: one('spec', podSpec), 3: ignored('status') },
  Deployment: {
    1: objectMeta,
    2: one('spec', {
      1: { name: 'replicas', type: 'optionalNumber' },
      2: one('selector', { 1: textMap('matchLabels') }),
      3: podTemplate,
      5: number('minReadySeconds'),
      7: boolean('paused'),
    }),
    3: ignored('status'),
  },
  Eviction: { 1: objectMeta, 2: one('deleteOptions', deleteOptions) },
  DeleteOptions: deleteOptions,
}
