import type { JsonObject } from '../../support/apiserver/json.ts'

/** User and password by registry key, as `kubectl create secret docker-registry` takes them. */
export type Logins = Readonly<Record<string, readonly [user: string, password: string]>>

export const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** The text of a docker config with an `auth` for each registry key. */
export const dockerConfig = (logins: Logins): string =>
  JSON.stringify({
    auths: Object.fromEntries(
      Object.entries(logins).map(([key, [user, password]]) => [key, { auth: base64(`${user}:${password}`) }]),
    ),
  })

interface SecretParts {
  readonly type?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** A Secret whose docker config is this text, right or wrong. */
export const dockerConfigSecret = (
  namespace: string,
  name: string,
  config: string,
  { labels = {}, annotations = {} }: SecretParts = {},
): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace, name, labels, annotations },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': base64(config) },
})

export const opaqueSecret = (namespace: string, name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace, name },
  type: 'Opaque',
  stringData: { note: 'not ours' },
})

interface PodParts {
  readonly image: string
  readonly serviceAccountName?: string
  readonly imagePullPolicy?: string
  readonly runtimeClassName?: string
  readonly imagePullSecrets?: readonly string[]
  /** A command to run after the start. */
  readonly postStart?: readonly string[]
}

const podSpec = ({ image, imagePullPolicy, imagePullSecrets, postStart, ...rest }: PodParts): JsonObject => ({
  ...rest,
  containers: [
    {
      name: 'app',
      image,
      ...(imagePullPolicy !== undefined && { imagePullPolicy }),
      ...(postStart && { lifecycle: { postStart: { exec: { command: postStart } } } }),
    },
  ],
  terminationGracePeriodSeconds: 0,
  ...(imagePullSecrets && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
})

/** A Deployment of one container `app`. */
export const deployment = (
  namespace: string,
  name: string,
  { replicas = 1, ...pod }: PodParts & { readonly replicas?: number },
): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace, name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podSpec(pod) },
  },
})

/** A pod that nobody controls. */
export const barePod = (namespace: string, name: string, parts: PodParts): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name },
  spec: podSpec(parts),
})

export const serviceAccount = (
  namespace: string,
  name: string,
  imagePullSecrets: readonly string[] = [],
  labels: Readonly<Record<string, string>> = {},
): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace, name, labels },
  imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
})
