import { stringify } from 'yaml'

/** A kubeconfig for one user of a server; a JSON-like object, so that it can be given to client-node too. */
export const kubeconfigObject = ({
  url,
  token,
  user,
  certificateAuthority,
}: {
  readonly url: string
  readonly token: string
  readonly user: string
  /** PEM. */
  readonly certificateAuthority?: string | undefined
}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    {
      name: 'embedded',
      cluster: {
        server: url,
        ...(certificateAuthority !== undefined && {
          'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64'),
        }),
      },
    },
  ],
  users: [{ name: user, user: { token } }],
  contexts: [{ name: 'embedded', context: { cluster: 'embedded', user } }],
  'current-context': 'embedded',
})

export const kubeconfigText = (parts: Parameters<typeof kubeconfigObject>[0]): string =>
  stringify(kubeconfigObject(parts))
