import type { RegistryAccount } from '../../../cluster/node/access.ts'

/** A registry of somebody else's, or a part of one. */
export interface GivenRegistry {
  /** What stands before the repository in an image reference: `registry.example.com:5000` or `ghcr.io/acme/tests`. */
  readonly host: string
  /** Where this machine pushes to, in the same form. */
  readonly pushHost: string
  /** Pushing goes over plain HTTP. */
  readonly plainHttp: boolean
}

/** A cluster that is somebody else's, and what the suite needs beside it. Plain data. */
export interface GivenCluster {
  readonly kubeconfigPath: string
  readonly private: GivenRegistry
  readonly public: GivenRegistry
  readonly account: RegistryAccount
  /** An image of the operator that the nodes can pull, or have. */
  readonly operatorImage: string
}

/** Every variable that must be set, and what it is for. */
export const REQUIRED = {
  KUBECONFIG: 'the file by which kubectl reaches the cluster, as an administrator',
  PULLKEEPER_TEST_REGISTRY: 'a registry that asks for a password, as image references on the nodes name it',
  PULLKEEPER_TEST_REGISTRY_USER: 'a user of it who may pull, and push acme/app and acme/other-arch',
  PULLKEEPER_TEST_REGISTRY_PASSWORD: "that user's password",
  PULLKEEPER_TEST_PUBLIC_REGISTRY: 'a registry, or a part of one, that the nodes pull from without a password',
  PULLKEEPER_TEST_OPERATOR_IMAGE: 'an image of the operator, built from the Dockerfile, that the nodes can pull',
} as const

/** What may be set too. */
export const OPTIONAL = {
  PULLKEEPER_TEST_REGISTRY_PUSH: 'where this machine pushes to the first registry, if not under the same name',
  PULLKEEPER_TEST_PUBLIC_REGISTRY_PUSH: 'the same for the second; http:// before either means without TLS',
} as const

type Variable = keyof typeof REQUIRED | keyof typeof OPTIONAL
type Environment = Readonly<Record<string, string | undefined>>

const variables: readonly string[] = [...Object.keys(REQUIRED), ...Object.keys(OPTIONAL)]

/** Somebody means the suite for a cluster of theirs. KUBECONFIG alone does not say so: many have it set. */
export const isGiven = (env: Environment): boolean =>
  variables.some((name) => name !== 'KUBECONFIG' && (env[name] ?? '') !== '')

const registryOf = (host: string, push: string): GivenRegistry => {
  const plainHttp = push.startsWith('http://')
  return { host, pushHost: (push === '' ? host : push).replace(/^https?:\/\//, ''), plainHttp }
}

/** @throws Error that names every variable that is missing, and what it is for */
export const readEnvironment = (env: Environment): GivenCluster => {
  const value = (name: Variable): string => (env[name] ?? '').replace(/\/+$/, '')
  const missing = Object.entries(REQUIRED).filter(([name]) => (env[name] ?? '') === '')
  if (missing.length > 0) {
    const lines = missing.map(([name, what]) => `  ${name}: ${what}`)
    throw new Error(`to run the node suite on a cluster of yours it needs to know:\n${lines.join('\n')}`)
  }
  const kubeconfigPath = value('KUBECONFIG')
  if (kubeconfigPath.includes(':'))
    throw new Error(`KUBECONFIG must name one file, and names several: ${kubeconfigPath}`)
  return {
    kubeconfigPath,
    private: registryOf(value('PULLKEEPER_TEST_REGISTRY'), value('PULLKEEPER_TEST_REGISTRY_PUSH')),
    public: registryOf(value('PULLKEEPER_TEST_PUBLIC_REGISTRY'), value('PULLKEEPER_TEST_PUBLIC_REGISTRY_PUSH')),
    account: {
      user: value('PULLKEEPER_TEST_REGISTRY_USER'),
      password: env['PULLKEEPER_TEST_REGISTRY_PASSWORD'] ?? '',
    },
    operatorImage: value('PULLKEEPER_TEST_OPERATOR_IMAGE'),
  }
}
