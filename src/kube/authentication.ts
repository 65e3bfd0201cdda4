import { isNativeError } from 'node:util/types'
import http, { type OutgoingHttpHeaders } from 'node:http'
import type { AgentOptions, RequestOptions } from 'node:https'
import { type Cluster, KubeConfig } from '@kubernetes/client-node'
import { ApiError, failureWithoutAnswer } from './apiError.ts'
import { messageOf } from './errorMessage.ts'

/** What a TLS connection to the API server is made with. */
export type TlsMaterial = Pick<AgentOptions, 'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'>

/** What one request is authenticated with. */
export interface Authentication {
  readonly headers: OutgoingHttpHeaders
  /** `user:password` of basic authentication. */
  readonly auth: string | undefined
  readonly tls: TlsMaterial
  /** Set when the cluster is reached through a proxy. */
  readonly proxyAgent: http.Agent | undefined
}

export type Authenticate = () => Promise<Authentication>

// client-node refuses plain HTTP unless verification is off, which for plain HTTP it is by nature.
const acceptingPlainHttp = (kubeConfig: KubeConfig, cluster: Cluster): KubeConfig => {
  if (!cluster.server.startsWith('http:')) return kubeConfig
  const copy = new KubeConfig()
  copy.loadFromOptions({
    clusters: kubeConfig.clusters.map((each) => ({ ...each, skipTLSVerify: true })),
    users: kubeConfig.users,
    contexts: kubeConfig.contexts,
    currentContext: kubeConfig.currentContext,
  })
  return copy
}

// A plugin's output that is not JSON is quoted by JSON.parse, and may hold the token: say nothing of it.
const explain = (error: unknown): string =>
  isNativeError(error) && error.name === 'SyntaxError'
    ? 'the credential plugin did not print valid JSON'
    : messageOf(error)

/**
 * Authenticates requests by whatever the kubeconfig says, asked anew for each request: client-node reads the
 * in-cluster token again when it has had it for 60 s (file_auth.js, 2.0), CA and certificate files at every call,
 * and runs credential plugins again when what they gave has expired.
 * Rejects with ApiError CredentialsUnavailable.
 */
export const createAuthenticate = (kubeConfig: KubeConfig, cluster: Cluster): Authenticate => {
  const config = acceptingPlainHttp(kubeConfig, cluster)
  return async () => {
    const headers: OutgoingHttpHeaders = {}
    const options: RequestOptions = { headers }
    try {
      await config.applyToHTTPSOptions(options)
    } catch (error) {
      // Without `cause`: the original error may quote a credential.
      throw new ApiError(
        failureWithoutAnswer('CredentialsUnavailable', explain(error)),
        `authenticating to ${cluster.server}`,
      )
    }
    const { ca, cert, key, servername, rejectUnauthorized, auth, agent } = options
    return {
      headers,
      auth: auth ?? undefined,
      tls: {
        ...(ca !== undefined && { ca }),
        ...(cert !== undefined && { cert }),
        ...(key !== undefined && { key }),
        ...(servername !== undefined && { servername }),
        ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
      },
      // client-node keeps one agent for a cluster and user, but without keep-alive.
      proxyAgent:
        cluster.proxyUrl && agent instanceof http.Agent ? Object.assign(agent, { keepAlive: true }) : undefined,
    }
  }
}
