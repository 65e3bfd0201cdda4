import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { attachedAnnotation } from '../../domain/ownership/marks.ts'
import { createListPool, createPool, type Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { at, entries, interned, many, record, required, stringMap, text, type RecordOf } from './schema.ts'

/** core/v1 ServiceAccount. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const serviceAccountRecord = record({
  metadata: at(1, {
    name: required(interned(1)),
    namespace: required(interned(3)),
    uid: required(text(5)),
    resourceVersion: required(text(6)),
    labels: stringMap(11),
    annotations: entries(12, { attached: attachedAnnotation }),
  }),
  imagePullSecrets: many(3, { name: interned(1) }),
})

type ServiceAccountRecord = RecordOf<typeof serviceAccountRecord>

/** Decodes ServiceAccounts; the default accounts of a thousand namespaces share lists, labels and annotation. */
export const decodeServiceAccount = (interner: Interner): Decode<ServiceAccount> => {
  const shareNames = createListPool<string>()
  const shareLabels = createPool<ServiceAccount['labels']>()

  const toAccount = ({ metadata, imagePullSecrets }: ServiceAccountRecord): ServiceAccount => {
    const { name, namespace, uid, resourceVersion, labels, annotations } = metadata
    return {
      namespace,
      name,
      uid,
      resourceVersion,
      labels: shareLabels(JSON.stringify(labels), () => labels),
      // An entry without a name stays, as '': the list is written back whole.
      imagePullSecrets: shareNames(imagePullSecrets.map((reference) => reference.name ?? '')),
      ...(annotations.attached !== undefined && { attached: annotations.attached }),
    }
  }

  return decoder(recordReader(serviceAccountRecord, interner), toAccount)
}
