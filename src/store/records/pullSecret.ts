import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { parsePullSecret } from '../../domain/credentials/dockerConfig.ts'
import type { OwnershipMarks, PullSecret, PullSecretType } from '../../domain/objects/pullSecret.ts'
import { managedByLabel, policyLabel, selfAnnotation, sourceLabel } from '../../domain/ownership/marks.ts'
import { createPool, type Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import {
  at,
  bool,
  bytesEntries,
  entries,
  interned,
  malformedBase64,
  record,
  required,
  text,
  word,
  type Bytes,
  type RecordOf,
} from './schema.ts'

/** Where a Secret of each type has its docker config. */
const dataKeys = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
} as const satisfies Record<PullSecretType, string>

/** core/v1 Secret of a docker config type. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const pullSecretRecord = record({
  metadata: at(1, {
    name: required(interned(1)),
    namespace: required(interned(3)),
    uid: required(text(5)),
    resourceVersion: required(text(6)),
    labels: entries(11, { managedBy: managedByLabel, policy: policyLabel, source: sourceLabel }),
    annotations: entries(12, { self: selfAnnotation, source: sourceLabel }),
  }),
  data: bytesEntries(2, dataKeys),
  type: required(word(3, ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'])),
  immutable: bool(5),
})
type PullSecretRecord = RecordOf<typeof pullSecretRecord>

/** What is told of a docker config without showing it. */
type Contents = Pick<PullSecret, 'digest' | 'keys' | 'problem'>

export interface PullSecretOptions {
  /** Whether sources may come from this namespace: only then is the docker config itself kept. */
  readonly keepConfig: (namespace: string) => boolean
}

const digestOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('base64url')

/** SHA-256 of a docker config as it is kept of a Secret. */
export const digestOfConfig = (config: string): string => digestOf(Buffer.from(config, 'utf8'))

const textOf = (data: Uint8Array): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')

const unreadable = (problem: string): Contents => ({ digest: digestOf(new Uint8Array()), keys: [], problem })

const parse = (type: PullSecretType, data: Uint8Array, digest: string): Contents => {
  const parsed = parsePullSecret(type, textOf(data))
  return parsed.ok
    ? { digest, keys: parsed.entries.map(({ key }) => key) }
    : { digest, keys: [], problem: parsed.problems.join('; ') }
}

const marksOf = ({ labels, annotations }: PullSecretRecord['metadata']): OwnershipMarks => ({
  ...(labels.managedBy !== undefined && { managedBy: labels.managedBy }),
  ...(labels.policy !== undefined && { policy: labels.policy }),
  ...(annotations.self !== undefined && { self: annotations.self }),
})

/**
 * Decodes pull Secrets. A docker config that kubelet cannot read is a record with a `problem`, for pods use it all
 * the same. One config handed out to a thousand namespaces is parsed once. No credential goes through a pool.
 */
export const decodePullSecret = (interner: Interner, { keepConfig }: PullSecretOptions): Decode<PullSecret> => {
  const shareContents = createPool<Contents>()

  const toSecret = (secret: PullSecretRecord): PullSecret => {
    const { metadata, type, immutable } = secret
    const data = secret.data[type]
    return {
      namespace: metadata.namespace,
      name: metadata.name,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      type,
      immutable,
      marks: marksOf(metadata),
      consentsAsSource: metadata.labels.source === 'true' || metadata.annotations.source === 'true',
      ...contentsOf(type, data),
      ...(data instanceof Uint8Array && keepConfig(metadata.namespace) && { config: textOf(data) }),
    }
  }

  const contentsOf = (type: PullSecretType, data: Bytes | undefined): Contents => {
    if (data === undefined) return unreadable(`data["${dataKeys[type]}"] is missing`)
    if (data === malformedBase64) return unreadable(`data["${dataKeys[type]}"] is not base64`)
    const digest = digestOf(data)
    return shareContents(`${type} ${digest}`, () => parse(type, data, digest))
  }

  return decoder(recordReader(pullSecretRecord, interner), toSecret)
}
