import type { CredentialProvider } from '../domain/credentialProvider/providerConfig.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * What of the operator's own environment every plugin gets. kubelet passes all of its own; in a pod that would hand
 * on whatever else is injected there.
 */
const passedOn: readonly string[] = [
  'PATH',
  'HOME',
  'TMPDIR',
  // where certificates and proxies are, as programs in Go read them
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  // what the clouds inject into a pod to tell it who it is: names of roles, paths and addresses of tokens
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_AUTHORITY_HOST',
  'GOOGLE_APPLICATION_CREDENTIALS',
]

/** The whole environment of a plugin: a fixed part of the operator's, over which the configured variables go. */
export const pluginEnvironment = (own: Env, { env }: Pick<CredentialProvider, 'env'>): Record<string, string> => ({
  ...Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = own[name]
      return value === undefined ? [] : [[name, value]]
    }),
  ),
  ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
})
