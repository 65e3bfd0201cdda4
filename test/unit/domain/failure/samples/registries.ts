import { crio, docker, resolving, type Sample } from './wrap.ts'

const head = (url: string, rest: string): string => resolving(`unexpected status from HEAD request to ${url}: ${rest}`)
const hub = 'https://registry-1.docker.io/v2/acme/app/manifests/1'
const gar = 'https://europe-west2-docker.pkg.dev/v2/p/ml/app/manifests/1'
const ecr = 'https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/app/manifests/1'
const acr = 'https://acme.azurecr.io/v2/app/manifests/1'
const harbor = 'https://harbor.corp/v2/team/app/manifests/1'

/** What registries themselves say, each in its own words. */
export const registryWordings: readonly Sample[] = [
  // Docker Hub
  {
    says: 'RateLimited',
    message: head(
      hub,
      '429 Too Many Requests\ntoomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      "pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(`Head "${hub}": unauthorized: incorrect username or password`),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(
      `Get "${hub}": unauthorized: your account must log in with a Personal Access Token (PAT) - learn more at docs.docker.com/go/access-tokens`,
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(`Get "${hub}": unauthorized: personal access token is expired`),
  },
  // GHCR
  {
    says: 'AccessDeniedOrNotFound',
    message: head(
      'https://ghcr.io/v2/acme/app/manifests/1',
      '403 Forbidden\ndenied: permission_denied: The token provided does not match expected scopes.',
    ),
  },
  { says: 'AccessDeniedOrNotFound', message: docker('denied: installation not allowed to Read organization package') },
  // Google
  {
    says: 'AccessDeniedOrNotFound',
    message: head(
      gar,
      '403 Forbidden\ndenied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/europe-west2/repositories/ml" (or it may not exist)',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: docker(
      `Head "${gar}": denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts" on resource "projects/p/locations/europe-west2/repositories/ml" (or it may not exist)`,
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      "unauthorized: You don't have the needed permissions to perform this operation, and you may have invalid credentials. To authenticate your request, follow the steps in: https://cloud.google.com/container-registry/docs/advanced-authentication",
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      "denied: Token exchange failed for project 'p'. Caller does not have permission 'storage.buckets.get'. To configure permissions, follow instructions at: https://cloud.google.com/container-registry/docs/access-control",
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker(
      'manifest for europe-west2-docker.pkg.dev/p/ml/app:1 not found: manifest unknown: Failed to fetch "1"',
    ),
  },
  { says: 'ImageNotFound', reason: 'Repository', message: docker('name unknown: Repository "ml" not found') },
  {
    says: 'RateLimited',
    message: docker(
      "Head: toomanyrequests: Quota exceeded for quota metric 'Requests per project per region' and limit 'Requests per project per region per minute per region'",
    ),
  },
  {
    says: 'RateLimited',
    message: head(gar, "429 Too Many Requests\nerror: Quota exceeded for quota metric 'Requests'"),
  },
  // Amazon
  { says: 'Unauthorized', reason: 'Anonymous', message: docker(`Get ${ecr}: no basic auth credentials`) },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: head(ecr, '403 Forbidden\ndenied: Your authorization token has expired. Reauthenticate and try again.'),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: head(
      ecr,
      '403 Forbidden\ndenied: User: arn:aws:sts::1:assumed-role/node/i-0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:1:repository/app because no identity-based policy allows the ecr:BatchGetImage action',
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: docker("name unknown: The repository with name 'app' does not exist in the registry with id '1'"),
  },
  { says: 'ImageNotFound', reason: 'Manifest', message: docker('manifest unknown: Requested image not found') },
  { says: 'RateLimited', message: docker('toomanyrequests: Rate exceeded') },
  { says: 'RateLimited', message: docker('toomanyrequests: Data limit exceeded') },
  { says: 'Unauthorized', message: head(ecr, '401 Unauthorized') },
  // Azure
  {
    says: 'Unauthorized',
    message: docker(
      `Head "${acr}": unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information. CorrelationId: 5e2f1c9a-0000-4000-8000-1234567890ab`,
    ),
  },
  {
    says: 'Forbidden',
    message: head(
      acr,
      "403 Forbidden\ndenied: client with IP '10.1.2.3' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
    ),
  },
  {
    says: 'Forbidden',
    message: docker(
      `Get "https://acme.azurecr.io/v2/": denied: client with IP "10.1.2.3" is not allowed access, refer https://aka.ms/acr/firewall to grant access`,
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker(
      'manifest for acme.azurecr.io/app:1 not found: manifest unknown: manifest tagged by "1" is not found',
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: crio('reading manifest 1 in acme.azurecr.io/app: name unknown: repository app not found'),
  },
  // Quay
  { says: 'Unauthorized', message: docker('unauthorized: access to the requested resource is not authorized') },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker('unauthorized: Could not find robot with username: acme+ci and supplied password.'),
  },
  { says: 'Unauthorized', reason: 'BadCredentials', message: docker('unauthorized: Invalid Username or Password') },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: crio(
      'reading manifest 1 in quay.io/acme/app: manifest unknown: Tag 1 was deleted or has expired. To pull, revive via time machine',
    ),
  },
  // Harbor
  {
    says: 'Unauthorized',
    message: docker(
      'unauthorized: unauthorized to access repository: team/app, action: pull: unauthorized to access repository: team/app, action: pull',
    ),
  },
  {
    says: 'Unauthorized',
    message: crio(
      'reading manifest 1 in harbor.corp/team/app: unauthorized: unauthorized to access repository: team/app, action: pull: unauthorized to access repository: team/app, action: pull',
    ),
  },
  { says: 'ImageNotFound', reason: 'Manifest', message: docker('unknown: artifact team/app:1 not found') },
  { says: 'ImageNotFound', reason: 'Repository', message: docker('unknown: repository team/app not found') },
  { says: 'ImageNotFound', reason: 'Repository', message: docker('unknown: project team not found') },
  {
    says: 'Forbidden',
    message: head(
      harbor,
      `412 Precondition Failed\nunknown: current image with "4" vulnerabilities cannot be pulled due to configured policy in 'Prevent images with vulnerability severity of "High" or higher from running.'`,
    ),
  },
  { says: 'SignatureRejected', message: docker('unknown: The image is not signed in Notary.') },
  { says: 'SignatureRejected', message: docker('unknown: The image is not signed by cosign.') },
  {
    says: 'RateLimited',
    message: docker(
      'unknown: http status code: 429, body: {"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]}',
    ),
  },
  // GitLab
  {
    says: 'AccessDeniedOrNotFound',
    message: docker('Head "https://registry.gitlab.com/v2/acme/app/manifests/1": denied: access forbidden'),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(
      'Get "https://registry.gitlab.com/v2/": unauthorized: HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect',
    ),
  },
  // Artifactory
  { says: 'Unauthorized', message: docker('unauthorized: The client does not have permission for manifest') },
  { says: 'Unauthorized', message: docker('unknown: Authentication is required') },
  { says: 'Unauthorized', reason: 'BadCredentials', message: docker('unknown: Wrong username was used') },
  { says: 'Unauthorized', reason: 'BadCredentials', message: docker('unauthorized: Bad props auth token: apiKey=1') },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker(
      'manifest for art.corp/docker/app:1 not found: manifest unknown: The named manifest is not known to the registry.',
    ),
  },
  {
    says: 'Forbidden',
    message: head(
      'https://art.corp/v2/docker/app/manifests/1',
      '403 Forbidden\nunknown: Artifact download request rejected: docker/app/1/manifest.json was not downloaded due to the download blocking policy configured in JFrog Xray',
    ),
  },
  // Nexus
  { says: 'AccessDeniedOrNotFound', message: docker('denied: access to the requested resource is denied') },
  { says: 'Unauthorized', message: docker('unauthorized: access to the requested resource is not authorized') },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker('manifest for nexus.corp/acme/app:1 not found: manifest unknown: manifest unknown'),
  },
]
