import { many, opaque, text, unnumbered as json } from './schema.ts'

/** core/v1 Tolerations, of a pod or of a RuntimeClass' scheduling, read from JSON and YAML only. */
export const declaredTolerations = many(json, {
  key: text(json),
  operator: text(json),
  value: text(json),
  effect: text(json),
  tolerationSeconds: opaque(json),
})
