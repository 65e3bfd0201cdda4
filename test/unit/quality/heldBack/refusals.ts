import { said, type HeldBack } from './sample.ts'

export const refusals: readonly HeldBack[] = [
  // Refused: who are you?
  said(
    'Unauthorized',
    'registry.app.example.net/shop/parts:main-2e7e78f',
    'Failed to pull image "registry.app.example.net/shop/parts:main-2e7e78f": rpc error: code = Unknown desc = failed to pull and unpack image "registry.app.example.net/shop/parts:main-2e7e78f": failed to resolve reference "registry.app.example.net/shop/parts:main-2e7e78f": pulling from host registry.app.example.net failed with status code [manifests main-2e7e78f]: 401 Unauthorized',
  ),
  said(
    'Unauthorized',
    'harbor.example.com/base/jdk17@sha256:6803c02da7753e78ca23206b53b7cd682059abb298a477a8893277856f8f88d1',
    'rpc error: code = Unknown desc = Error response from daemon: unauthorized: unauthorized to access repository: base/jdk17, action: pull: unauthorized to access repository: base/jdk17, action: pull',
  ),
  said(
    'Unauthorized',
    'quay.io/acme/hub-operator:2.9',
    'Failed to pull image "quay.io/acme/hub-operator:2.9": rpc error: code = Unknown desc = reading manifest 2.9 in quay.io/acme/hub-operator: unauthorized: access to the requested resource is not authorized',
  ),
  said(
    'Unauthorized',
    'art.example.org:5006/tools:4',
    'Failed to pull image "art.example.org:5006/tools:4": rpc error: code = Unknown desc = Error response from daemon: unauthorized: The client does not have permission for manifest',
  ),
  said(
    'Unauthorized',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/checkout:v2.1.0',
    'rpc error: code = Unknown desc = failed to pull and unpack image "123456789012.dkr.ecr.us-east-1.amazonaws.com/checkout:v2.1.0": failed to resolve reference "123456789012.dkr.ecr.us-east-1.amazonaws.com/checkout:v2.1.0": unexpected status from HEAD request to https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/checkout/manifests/v2.1.0: 401 Unauthorized',
  ),
  said(
    'Unauthorized',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:7',
    'Back-off pulling image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:7": ErrImagePull: failed to pull and unpack image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:7": failed to resolve reference "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:7": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    'ImagePullBackOff',
  ),
  said(
    'Unauthorized',
    'ghcr.io/acme/private-api:1.4',
    'failed to pull and unpack image "ghcr.io/acme/private-api:1.4": failed to resolve reference "ghcr.io/acme/private-api:1.4": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fprivate-api%3Apull&service=ghcr.io: 401 Unauthorized',
    'ErrImagePull',
  ),
  said(
    'Unauthorized',
    'acmecr.azurecr.io/web:20240811.3',
    'rpc error: code = Unknown desc = failed to pull and unpack image "acmecr.azurecr.io/web:20240811.3": failed to resolve reference "acmecr.azurecr.io/web:20240811.3": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://acmecr.azurecr.io/oauth2/token?scope=repository%3Aweb%3Apull&service=acmecr.azurecr.io: 401 Unauthorized',
  ),
  said(
    'Unauthorized',
    'registry.gitlab.example.com/group/app/worker:prod',
    'rpc error: code = Unknown desc = Error response from daemon: Head "https://registry.gitlab.example.com/v2/group/app/worker/manifests/prod": unauthorized: HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled and you must use a personal access token instead of a password. See https://gitlab.example.com/help/user/profile/account/two_factor_authentication#troubleshooting',
  ),
  said(
    'Unauthorized',
    'docker.io/acme/site:1',
    'Failed to pull image "docker.io/acme/site:1": rpc error: code = Unknown desc = initializing source docker://acme/site:1: Requesting bearer token: invalid status code from registry 401 (Unauthorized)',
  ),
  said(
    'Unauthorized',
    'nexus.example.com:8083/team/app:9',
    'rpc error: code = Unknown desc = Error response from daemon: Get "https://nexus.example.com:8083/v2/team/app/manifests/9": no basic auth credentials',
  ),
  said(
    'Unauthorized',
    'docker.io/acme/site:1',
    'failed to pull and unpack image "docker.io/acme/site:1": failed to resolve reference "docker.io/acme/site:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aacme%2Fsite%3Apull&service=registry.docker.io: 401 Unauthorized: access token has insufficient scopes',
    'ErrImagePull',
  ),
  // Refused, or not there: the registry will not say which.
  said(
    'AccessDeniedOrNotFound',
    'acme/inventory:1.0.2',
    'Failed to pull image "acme/inventory:1.0.2": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/inventory:1.0.2": failed to resolve reference "docker.io/acme/inventory:1.0.2": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ),
  said(
    'AccessDeniedOrNotFound',
    'crio/redis-x',
    'rpc error: code = Unknown desc = Error reading manifest latest in docker.io/crio/redis-x: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
  ),
  said(
    'AccessDeniedOrNotFound',
    'europe-west3-docker.pkg.dev/acme-prod/images/sig/provisioner:v4.0.0',
    'rpc error: code = Unknown desc = failed to pull and unpack image "europe-west3-docker.pkg.dev/acme-prod/images/sig/provisioner:v4.0.0": failed to resolve reference "europe-west3-docker.pkg.dev/acme-prod/images/sig/provisioner:v4.0.0": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-west3-docker.pkg.dev/v2/token?scope=repository%3Aacme-prod%2Fimages%2Fsig%2Fprovisioner%3Apull&service=europe-west3-docker.pkg.dev: 403 Forbidden: denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/acme-prod/locations/europe-west3/repositories/images" (or it may not exist)',
  ),
  said(
    'AccessDeniedOrNotFound',
    'gcr.io/acme-dev/render:abc123',
    'Failed to pull image "gcr.io/acme-dev/render:abc123": rpc error: code = Unknown desc = Error response from daemon: unauthorized: You don\'t have the needed permissions to perform this operation, and you may have invalid credentials. To authenticate your request, follow the steps in: https://cloud.google.com/container-registry/docs/advanced-authentication',
  ),
  said(
    'AccessDeniedOrNotFound',
    'registry.gitlab.com/acme/backend/api:latest',
    'failed to pull and unpack image "registry.gitlab.com/acme/backend/api:latest": failed to resolve reference "registry.gitlab.com/acme/backend/api:latest": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://gitlab.com/jwt/auth?scope=repository%3Aacme%2Fbackend%2Fapi%3Apull&service=container_registry: 403 Forbidden: denied: access forbidden',
    'ErrImagePull',
  ),
  said(
    'AccessDeniedOrNotFound',
    'acme/inventori',
    "Error response from daemon: pull access denied for acme/inventori, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ),
  said(
    'AccessDeniedOrNotFound',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/ml:9',
    "rpc error: code = Unknown desc = Error response from daemon: pull access denied for 123456789012.dkr.ecr.us-east-1.amazonaws.com/ml, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::210987654321:assumed-role/nodes/i-0abc is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:123456789012:repository/ml because no resource-based policy allows the ecr:BatchGetImage action",
  ),
  // Forbidden for another reason.
  said(
    'Forbidden',
    'gitlab.example.ru:8443/k8s/alpine:latest',
    'Failed to pull image "gitlab.example.ru:8443/k8s/alpine:latest": rpc error: code = Unknown desc = failed to pull and unpack image "gitlab.example.ru:8443/k8s/alpine:latest": failed to resolve reference "gitlab.example.ru:8443/k8s/alpine:latest": unexpected status from HEAD request to https://gitlab.example.ru:8443/v2/k8s/alpine/manifests/latest: 403 Forbidden',
  ),
  said(
    'Forbidden',
    'cache.example.io/sagor/site:2',
    'rpc error: code = Unknown desc = Error response from daemon: error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>\\r\\n<head><title>403 Forbidden</title></head>\\r\\n<body>\\r\\n<center><h1>403 Forbidden</h1></center>\\r\\n<hr><center>nginx</center>\\r\\n</body>\\r\\n</html>\\r\\n"',
  ),
  said(
    'Forbidden',
    'mcr.example.com/tool:3',
    'failed to pull and unpack image "mcr.example.com/tool:3": failed to copy: httpReadSeeker: failed open: unexpected status code https://eastus.data.mcr.example.com/01031d61/docker/registry/v2/blobs/sha256/aa/data: 403 Forbidden',
    'ErrImagePull',
  ),
]
