import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { inProcessStore, type InProcessStore } from '../apiserver/inProcess.ts'
import type { Json } from '../apiserver/json.ts'
import { createStorage } from '../apiserver/storage/storage.ts'

const definition: Json = parse(readFileSync('crds/pullkeeper.dev_imagepolicies.yaml', 'utf8'))

/** Where the operator of the simulation lives. */
export const operatorNamespace = 'pullkeeper-system'

/** The embedded API server's semantics without its network: an object store that knows ImagePolicies. */
export const createModelServer = (now: () => number): InProcessStore => {
  const storage = createStorage({ historyLimit: 10 })
  const store = inProcessStore({ storage, now, refusals: new Set(), checkRules: undefined })
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: operatorNamespace } })
  store.create(definition)
  return store
}

/** Names of resources as the store has them. */
export const policies = 'imagepolicies.pullkeeper.dev'
