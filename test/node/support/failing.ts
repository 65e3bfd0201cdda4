import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import type { Cause } from '../../../src/domain/failure/cause.ts'
import type { ProxyMode } from '../../cluster/node/proxyMode.ts'
import { HOSTS, PORTS } from '../../cluster/node/registries.ts'
import type { Scene } from './scene.ts'

/** What the pods below are made of. */
export type Place = Pick<Scene, 'image' | 'namespace'>

/** A pod that cannot start on a real node, and what is to be said of it. */
export interface FailingPod {
  readonly name: string
  readonly spec: V1PodSpec
  readonly cause: Cause
  /** What the finding must name besides the cause. */
  readonly says: RegExp
  /** What fails: container `app` unless said; `pod` when none of its containers is to blame. */
  readonly part?: { readonly container: string } | 'pod'
}

/** A pod that nobody waits for when it is told to end. */
export const podOf = (container: Partial<V1Container> & { readonly image: string }, more: Partial<V1PodSpec> = {}) => ({
  terminationGracePeriodSeconds: 0,
  ...more,
  containers: [{ name: 'app', ...container }],
})

const withSecrets = (...names: readonly string[]): Partial<V1PodSpec> => ({
  imagePullSecrets: names.map((name) => ({ name })),
})

/** Names of the pull secrets that the pods below name; `absent` is not made. */
export const SECRETS = {
  wrongPassword: 'wrong-password',
  otherPath: 'other-path',
  malformed: 'malformed',
  opaque: 'opaque',
  absent: 'absent',
} as const

const credentials = ({ image }: Place): readonly FailingPod[] => {
  // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
  const app = { image: image.private('acme/app:v1'), imagePullPolicy: 'Always' }
  // Not under the path of any Secret of the namespace, or that Secret would be found not attached.
  const apart = { image: image.private('closed/app:v1') }
  return [
    { name: 'anonymous', spec: podOf(apart), cause: 'CredentialsMissing', says: /no pull secrets/ },
    {
      name: 'wrong-password',
      spec: podOf(app, withSecrets(SECRETS.wrongPassword)),
      cause: 'CredentialsRejected',
      says: /wrong-password/,
    },
    {
      name: 'other-path',
      spec: podOf(apart, withSecrets(SECRETS.otherPath)),
      cause: 'CredentialsMissing',
      says: /other-path/,
    },
    {
      name: 'absent-secret',
      spec: podOf(app, withSecrets(SECRETS.absent)),
      cause: 'PullSecretMissing',
      says: /absent/,
    },
    {
      name: 'malformed-secret',
      spec: podOf(app, withSecrets(SECRETS.malformed)),
      cause: 'PullSecretMalformed',
      says: /malformed/,
    },
    {
      name: 'opaque-secret',
      spec: podOf(app, withSecrets(SECRETS.opaque)),
      cause: 'PullSecretWrongType',
      says: /opaque/,
    },
  ]
}

const names = ({ image }: Place): readonly FailingPod[] => [
  { name: 'no-tag', spec: podOf({ image: image.public('acme/app:v9') }), cause: 'ImageNotFound', says: /v9/ },
  {
    name: 'no-repository',
    spec: podOf({ image: image.public('acme/nothing:v1') }),
    cause: 'ImageNotFound',
    says: /acme\/nothing/,
  },
  {
    name: 'other-architecture',
    spec: podOf({ image: image.public('acme/other-arch:v1') }),
    cause: 'PlatformMismatch',
    says: /other-arch/,
  },
  {
    name: 'uppercase',
    spec: podOf({ image: image.public('Acme/App:v1') }),
    cause: 'InvalidReference',
    says: /upper-case/,
  },
  {
    name: 'template',
    spec: podOf({ image: '{{ .Values.image }}' }),
    cause: 'InvalidReference',
    says: /template/i,
  },
  { name: 'syntax', spec: podOf({ image: 'acme/app:v1:v2' }), cause: 'InvalidReference', says: /acme\/app:v1:v2/ },
  {
    name: 'never',
    spec: podOf({ image: image.public('acme/app:never'), imagePullPolicy: 'Never' }),
    cause: 'NeverPullAbsent',
    says: /Never/,
  },
  {
    name: 'in-an-init-container',
    spec: {
      ...podOf({ image: image.public('acme/app:v1') }),
      initContainers: [{ name: 'setup', image: image.public('acme/app:v8') }],
    },
    cause: 'ImageNotFound',
    says: /v8/,
    part: { container: 'setup' },
  },
]

const network = ({ image }: Place): readonly FailingPod[] => [
  {
    name: 'no-such-host',
    spec: podOf({ image: 'registry.nowhere.test/acme/app:v1' }),
    cause: 'DNSFailure',
    says: /registry\.nowhere\.test/,
  },
  {
    name: 'unreachable',
    spec: podOf({ image: `${HOSTS.unreachable}:${PORTS.private}/acme/app:v1` }),
    cause: 'RegistryUnreachable',
    says: /unreachable\.registry\.test/,
  },
  {
    name: 'self-signed',
    spec: podOf({ image: image.selfSigned('acme/app:v1') }),
    cause: 'TLSFailure',
    says: /certificate/,
  },
  { name: 'plain-http', spec: podOf({ image: image.plain('acme/app:v1') }), cause: 'PlainHTTPRegistry', says: /HTTP/ },
]

const starting = ({ image, namespace }: Place): readonly FailingPod[] => [
  {
    name: 'post-start-fails',
    spec: podOf({
      image: image.public('acme/app:v1'),
      lifecycle: { postStart: { exec: { command: ['/bin/false'] } } },
    }),
    cause: 'HookFailed',
    says: /postStart/,
  },
  {
    name: 'no-handler',
    spec: podOf({ image: image.public('acme/app:v1') }, { runtimeClassName: `${namespace}-no-handler` }),
    cause: 'RuntimeHandlerMissing',
    says: /nobody-has-it/,
    part: 'pod',
  },
]

/** All pods that can be made; those that admission refuses are in refusedDeployments. */
export const failingPods = (place: Place): readonly FailingPod[] => [
  ...credentials(place),
  ...names(place),
  ...network(place),
  ...starting(place),
]

/** A pod that the registry fails while the proxy before it is in a mode. */
export interface FailingAtProxy extends FailingPod {
  readonly mode: ProxyMode
}

export const failingAtProxy = ({ image }: Place): readonly FailingAtProxy[] => {
  const failing = (mode: ProxyMode, cause: Cause, says: RegExp): FailingAtProxy => ({
    name: `proxy-${mode}`,
    mode,
    spec: podOf({ image: image.proxy('acme/app:v1') }),
    cause,
    says,
  })
  return [
    failing('too-many-requests', 'RateLimited', /limit/),
    failing('server-error', 'RegistryServerError', /500/),
    failing('forbidden', 'CredentialsMissing', /no pull secrets/),
    failing('reset', 'RegistryUnreachable', /localhost:5002/),
    failing('down', 'RegistryUnreachable', /localhost:5002/),
  ]
}

/** A Deployment whose pods the API server refuses. */
export interface RefusedDeployment {
  readonly name: string
  readonly spec: V1PodSpec
  readonly cause: Cause
}

export const refusedDeployments = ({ image, namespace }: Place): readonly RefusedDeployment[] => {
  const app = { image: image.public('acme/app:v1') }
  return [
    {
      name: 'no-class',
      spec: podOf(app, { runtimeClassName: `${namespace}-nothing` }),
      cause: 'RuntimeClassNotFound',
    },
    {
      name: 'conflict',
      spec: podOf(app, { runtimeClassName: `${namespace}-elsewhere`, nodeSelector: { disk: 'hdd' } }),
      cause: 'RuntimeClassConflict',
    },
  ]
}
