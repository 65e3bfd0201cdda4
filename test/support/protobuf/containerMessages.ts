import {
  bool,
  inlined,
  intOrString,
  many,
  number,
  one,
  optionalBool,
  optionalNumber,
  optionalText,
  pointer,
  quantityMap,
  text,
  texts,
  type Message,
} from './fields.ts'

const fieldReference: Message = { apiVersion: text(1), fieldPath: text(2) }
const exec: Message = { command: texts(1) }

const httpGet: Message = {
  path: text(1),
  port: intOrString(2),
  host: text(3),
  scheme: text(4),
  httpHeaders: many(5, { name: text(1), value: text(2) }),
}

const probe: Message = {
  handler: inlined(1, { exec: pointer(1, exec), httpGet: pointer(2, httpGet) }),
  initialDelaySeconds: number(2),
  timeoutSeconds: number(3),
  periodSeconds: number(4),
  successThreshold: number(5),
  failureThreshold: number(6),
  terminationGracePeriodSeconds: optionalNumber(7),
}

const hook: Message = {
  exec: pointer(1, exec),
  httpGet: pointer(2, httpGet),
  sleep: pointer(4, { seconds: number(1) }),
}

/** core/v1 Container; EphemeralContainerCommon has the same numbers. */
export const container: Message = {
  name: text(1),
  image: text(2),
  command: texts(3),
  args: texts(4),
  workingDir: text(5),
  ports: many(6, { name: text(1), hostPort: number(2), containerPort: number(3), protocol: text(4), hostIP: text(5) }),
  env: many(7, { name: text(1), value: text(2), valueFrom: pointer(3, { fieldRef: pointer(1, fieldReference) }) }),
  resources: one(8, { limits: quantityMap(1), requests: quantityMap(2) }),
  volumeMounts: many(9, {
    name: text(1),
    readOnly: bool(2),
    mountPath: text(3),
    subPath: text(4),
    mountPropagation: optionalText(5),
    subPathExpr: text(6),
  }),
  livenessProbe: pointer(10, probe),
  readinessProbe: pointer(11, probe),
  lifecycle: pointer(12, { postStart: pointer(1, hook), preStop: pointer(2, hook) }),
  terminationMessagePath: text(13),
  imagePullPolicy: text(14),
  securityContext: pointer(15, {
    capabilities: pointer(1, { add: texts(1), drop: texts(2) }),
    privileged: optionalBool(2),
    runAsUser: optionalNumber(4),
    allowPrivilegeEscalation: optionalBool(7),
  }),
  stdin: bool(16),
  stdinOnce: bool(17),
  tty: bool(18),
  terminationMessagePolicy: text(20),
  startupProbe: pointer(22, probe),
  restartPolicy: optionalText(24),
}

const keyToPath: Message = { key: text(1), path: text(2), mode: optionalNumber(3) }
const named: Message = { name: text(1) }

const volumeSource: Message = {
  emptyDir: pointer(2, { medium: text(1) }),
  secret: pointer(6, { secretName: text(1), items: many(2, keyToPath), defaultMode: optionalNumber(3) }),
  configMap: pointer(19, {
    localObjectReference: inlined(1, named),
    items: many(2, keyToPath),
    defaultMode: optionalNumber(3),
  }),
  projected: pointer(26, {
    sources: many(1, {
      downwardAPI: pointer(2, { items: many(1, { path: text(1), fieldRef: pointer(2, fieldReference) }) }),
      configMap: pointer(3, { localObjectReference: inlined(1, named), items: many(2, keyToPath) }),
      serviceAccountToken: pointer(4, { audience: text(1), expirationSeconds: optionalNumber(2), path: text(3) }),
    }),
    defaultMode: optionalNumber(2),
  }),
  image: pointer(30, { reference: text(1), pullPolicy: text(2) }),
}

export const volume: Message = { name: text(1), volumeSource: inlined(2, volumeSource) }
