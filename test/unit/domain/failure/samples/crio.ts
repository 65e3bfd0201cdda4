import { crio, image, type Sample } from './wrap.ts'

const bare = (rest: string): string => `rpc error: code = Unknown desc = ${rest}`
const mirrors = (mirror: string, primary: string): string =>
  crio(`(Mirrors also failed: [mirror.corp/acme/app:1: ${mirror}]): ${image}: ${primary}`)
/** CRI-O 1.31 and later: what is no image may be an artifact. */
const artifact = (pull: string, rest = 'provided artifact is a container image'): string =>
  bare(`unable to pull image or OCI artifact: pull image err: ${pull}; artifact err: ${rest}`)

/** CRI-O and its containers/image, from `Error reading manifest` of 1.1x to the artifacts of 1.31. */
export const crioSamples: readonly Sample[] = [
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: crio('reading manifest 1 in ghcr.io/acme/app: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: bare('Error reading manifest 1 in ghcr.io/acme/app: manifest unknown: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: crio('reading manifest 1 in reg.corp/acme/app: name unknown: repository name not known to registry'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: artifact(
      `initializing source docker://${image}: reading manifest 1 in ghcr.io/acme/app: manifest unknown`,
      'get manifest: build image source: reading manifest 1 in ghcr.io/acme/app: manifest unknown',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: artifact(
      `initializing source docker://${image}: reading manifest 1 in docker.io/acme/app: requested access to the resource is denied`,
      'get manifest: build image source: reading manifest 1 in docker.io/acme/app: requested access to the resource is denied',
    ),
  },
  {
    says: 'NodeDiskFull',
    message: artifact(
      `copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage1/1": write /var/tmp/container_images_storage1/1: no space left on device`,
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: mirrors(
      'pinging container registry mirror.corp: Get "https://mirror.corp/v2/": dial tcp 10.0.0.9:443: connect: connection refused',
      'reading manifest 1 in ghcr.io/acme/app: manifest unknown',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: mirrors(
      'reading manifest 1 in mirror.corp/acme/app: manifest unknown',
      'reading manifest 1 in docker.io/acme/app: requested access to the resource is denied',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: mirrors(
      'reading manifest 1 in mirror.corp/acme/app: unauthorized: authentication required',
      'pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp 140.82.121.33:443: i/o timeout',
    ),
  },
  { says: 'Unauthorized', message: crio('reading manifest 1 in ghcr.io/acme/app: unauthorized') },
  {
    says: 'Unauthorized',
    message: crio('reading manifest 1 in reg.corp/acme/app: unauthorized: authentication required'),
  },
  {
    says: 'Unauthorized',
    message: crio(
      'reading manifest 1 in acme.azurecr.io/app: unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: crio(
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
    ),
  },
  { says: 'Unauthorized', message: bare('Requesting bearer token: invalid status code from registry 403 (Forbidden)') },
  {
    says: 'Unauthorized',
    message: bare('Requesting bearer token: invalid status code from registry 401 (Unauthorized)'),
  },
  {
    says: 'RegistryServerError',
    message: crio('Requesting bearer token: invalid status code from registry 502 (Bad Gateway)'),
  },
  {
    says: 'RegistryServerError',
    message: crio('reading manifest 1 in quay.io/acme/app: received unexpected HTTP status: 504 Gateway Timeout'),
  },
  {
    says: 'RegistryServerError',
    waitingReason: 'RegistryUnavailable',
    message: `image pull failed for ${image} because the registry is unavailable: pinging container registry ghcr.io: received unexpected HTTP status: 503 Service Unavailable`,
  },
  {
    says: 'RateLimited',
    message: crio(
      'reading manifest 1 in docker.io/library/nginx: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ),
  },
  {
    says: 'RateLimited',
    message: bare(
      'copying system image from manifest list: reading blob sha256:aa: fetching blob: toomanyrequests: Rate exceeded',
    ),
  },
  { says: 'RateLimited', message: crio('Requesting bearer token: too many requests to registry') },
  {
    says: 'Forbidden',
    message: bare(
      `copying system image from manifest list: parsing image configuration: fetching blob: StatusCode: 403, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code>"`,
    ),
  },
]
