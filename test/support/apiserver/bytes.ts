import type { KubeObject } from './object.ts'

/** Objects in the store never change, so each is serialised once, for every list and watch that shows it. */
const serialised = new WeakMap<KubeObject, Buffer>()

/** The object as JSON, beginning with `{"kind":…,"apiVersion":…,` (see listItemBytes). */
export const objectBytes = (object: KubeObject): Buffer => {
  const known = serialised.get(object)
  if (known) return known
  const { kind, apiVersion, ...rest } = object
  const bytes = Buffer.from(JSON.stringify({ kind, apiVersion, ...rest }))
  serialised.set(object, bytes)
  return bytes
}

/**
 * The object as an item of a typed list: kube-apiserver leaves kind and apiVersion out of the items of built-in lists
 * (their type says it), and keeps them in those of custom resources.
 */
export const listItemBytes = (object: KubeObject, typed: boolean): readonly Buffer[] => {
  const bytes = objectBytes(object)
  if (!typed) return [bytes]
  const { kind, apiVersion } = object
  return [OPEN, bytes.subarray(Buffer.byteLength(JSON.stringify({ kind, apiVersion })))]
}

const OPEN = Buffer.from('{')
