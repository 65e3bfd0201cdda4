import { crio, docker, image, resolving, unpacking, type Sample } from './wrap.ts'

const mayRequire = 'pull access denied, repository does not exist or may require authorization: '
const digest = `sha256:${'ab'.repeat(32)}`

/** Who may pull, and whether it is there. */
export const accessSamples: readonly Sample[] = [
  {
    says: 'Forbidden',
    message: resolving('unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden'),
  },
  {
    says: 'Forbidden',
    message: resolving('pulling from host gcr.io failed with status code [manifests 1.0.0]: 403 Forbidden'),
  },
  {
    says: 'Forbidden',
    message: unpacking(
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://cdn.corp/blob?sig=secret: 403 Forbidden',
    ),
  },
  {
    says: 'Forbidden',
    message: docker(
      'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>"',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving(`${mayRequire}server message: insufficient_scope: authorization failed`),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      "pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: crio(
      'reading manifest 1 in docker.io/acme/app: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: crio('reading manifest latest in docker.io/acme/app: requested access to the resource is denied'),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving(
      'unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden\ndenied: denied',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      'Head "https://europe-west2-docker.pkg.dev/v2/p/ml/app/manifests/1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/europe-west2/repositories/ml" (or it may not exist)',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving(
      'unexpected status from HEAD request to https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/app/manifests/1: 403 Forbidden\ndenied: User: arn:aws:sts::1:assumed-role/node is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:1:repository/app',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: resolving(`${mayRequire}authorization failed: no basic auth credentials`),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: docker('Get https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/app/manifests/1: no basic auth credentials'),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 403 Forbidden',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: resolving('failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: resolving(
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?account=a&scope=repository: 401 Unauthorized',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(
      'Get "https://registry-1.docker.io/v2/acme/app/manifests/1": unauthorized: incorrect username or password',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: crio('unable to retrieve auth token: invalid username/password: unauthorized: authentication required'),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker('denied: Your authorization token has expired. Reauthenticate and try again.'),
  },
  { says: 'Unauthorized', message: crio('Requesting bearer token: invalid status code from registry 403 (Forbidden)') },
  {
    says: 'Unauthorized',
    message: resolving(
      'unexpected status from HEAD request to https://reg.corp/v2/acme/app/manifests/1: 401 Unauthorized',
    ),
  },
  { says: 'Unauthorized', message: docker('unauthorized: authentication required') },
  {
    says: 'Unauthorized',
    message: crio(
      'reading manifest 1 in quay.io/acme/app: unauthorized: access to the requested resource is not authorized',
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed commit on ref "layer-${digest}": unexpected commit digest sha256:aa, expected ${digest}: failed precondition`,
      'FailedPrecondition',
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to extract layer ${digest}: failed to get reader from content store: content digest ${digest}: not found`,
      'NotFound',
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to prepare extraction snapshot "extract-1 ${digest}": parent snapshot ${digest} does not exist: not found`,
      'NotFound',
    ),
  },
  { says: 'CorruptContent', message: docker('filesystem layer verification failed for digest sha256:aa') },
  {
    says: 'CorruptContent',
    message: unpacking(`failed to extract layer ${digest}: archive/tar: invalid tar header: unexpected EOF`),
  },
  { says: 'ImageNotFound', reason: 'Manifest', message: resolving(`${image}: not found`, 'NotFound') },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker('manifest for ghcr.io/acme/app:1 not found: manifest unknown: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: crio('reading manifest 1 in ghcr.io/acme/app: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: crio('reading manifest 1 in ghcr.io/acme/app: StatusCode: 404, "<html>"'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: crio('reading manifest 1 in ghcr.io/acme/app: name unknown: repository name not known to registry'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: docker("name unknown: The repository with name 'app' does not exist in the registry with id '1'"),
  },
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: unpacking(
      `failed to copy: httpReadSeeker: failed open: content at https://ghcr.io/v2/acme/app/manifests/${digest} not found: not found`,
      'NotFound',
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: unpacking(
      `failed to copy: httpReadSeeker: failed open: could not fetch content descriptor ${digest} (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found`,
      'NotFound',
    ),
  },
]
