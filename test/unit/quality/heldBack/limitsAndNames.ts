import { said, type HeldBack } from './sample.ts'

export const limitsAndNames: readonly HeldBack[] = [
  // Wait: limits.
  said(
    'RateLimited',
    'redis:7',
    'Failed to pull image "redis:7": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/redis:7": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/redis/manifests/sha256:5f6c: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  ),
  said(
    'RateLimited',
    'nginx',
    'rpc error: code = Unknown desc = reading manifest latest in docker.io/library/nginx: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ),
  said(
    'RateLimited',
    'public.ecr.aws/docker/library/node:20',
    'failed to pull and unpack image "public.ecr.aws/docker/library/node:20": failed to resolve reference "public.ecr.aws/docker/library/node:20": unexpected status from HEAD request to https://public.ecr.aws/v2/docker/library/node/manifests/20: 429 Too Many Requests',
    'ErrImagePull',
  ),
  said(
    'RateLimited',
    'gcr.io/acme/app:1',
    "rpc error: code = ResourceExhausted desc = Quota exceeded for quota metric 'Requests per project per region' and limit 'Requests per project per region per minute per region' of service 'artifactregistry.googleapis.com' for consumer 'project_number:1234': 429 Too Many Requests",
  ),
  said('KubeletPullThrottled', 'acme/app:1', 'Failed to pull image "acme/app:1": pull QPS exceeded'),
  said('KubeletPullThrottled', 'acme/app:1', 'pull QPS exceeded', 'ErrImagePull'),
  // The name.
  said(
    'ImageNotFound',
    'nginx:1.99.99',
    'Failed to pull image "nginx:1.99.99": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.99.99": failed to resolve reference "docker.io/library/nginx:1.99.99": docker.io/library/nginx:1.99.99: not found',
  ),
  said(
    'ImageNotFound',
    'quay.io/acme/app:nope',
    'rpc error: code = Unknown desc = reading manifest nope in quay.io/acme/app: manifest unknown',
  ),
  said(
    'ImageNotFound',
    'acme/app:nope',
    'Error response from daemon: manifest for acme/app:nope not found: manifest unknown: manifest unknown',
  ),
  said(
    'ImageNotFound',
    'harbor.example.com/shop/cart:9',
    'failed to pull and unpack image "harbor.example.com/shop/cart:9": failed to resolve reference "harbor.example.com/shop/cart:9": unexpected status from HEAD request to https://harbor.example.com/v2/shop/cart/manifests/9: 404 Not Found',
    'ErrImagePull',
  ),
  said(
    'ImageNotFound',
    'europe-docker.pkg.dev/acme/web/app:9',
    'Failed to pull image "europe-docker.pkg.dev/acme/web/app:9": rpc error: code = Unknown desc = Error response from daemon: Repository "web" not found',
  ),
  said(
    'ImageNotFound',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app:v9',
    "rpc error: code = Unknown desc = Error response from daemon: repository 123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app not found: name unknown: The repository with name 'my-app' does not exist in the registry with id '123456789012'",
  ),
  said(
    'ImageNotFound',
    'registry.example.com/lib/x@sha256:00000000000000000000000000000000000000000000000000000000000000aa',
    'rpc error: code = Unknown desc = initializing source docker://registry.example.com/lib/x@sha256:00000000000000000000000000000000000000000000000000000000000000aa: reading manifest sha256:00000000000000000000000000000000000000000000000000000000000000aa in registry.example.com/lib/x: manifest unknown: The named manifest is not known to the registry.',
  ),
  said(
    'ImageNotFound',
    'artifactory.example.com/docker-local/svc:3',
    'Error response from daemon: manifest for artifactory.example.com/docker-local/svc:3 not found: manifest unknown: The named manifest is not known to the registry.',
  ),
  said(
    'InvalidReference',
    'Acme/Api:1',
    'Failed to apply default image tag "Acme/Api:1": couldn\'t parse image name "Acme/Api:1": invalid reference format: repository name (Acme/Api) must be lowercase',
    'InvalidImageName',
  ),
  said(
    'InvalidReference',
    '{{ .Values.image }}:{{ .Values.tag }}',
    'Error: InvalidImageName: Failed to apply default image tag "{{ .Values.image }}:{{ .Values.tag }}": couldn\'t parse image name "{{ .Values.image }}:{{ .Values.tag }}": invalid reference format',
  ),
  said(
    'InvalidReference',
    'nginx:',
    'Failed to inspect image "nginx:": rpc error: code = Unknown desc = invalid reference format',
    'ImageInspectError',
  ),
  said(
    'AmbiguousShortName',
    'web',
    'rpc error: code = Unknown desc = short-name "web" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
  ),
  said(
    'AmbiguousShortName',
    'tools/web:2',
    'short name mode is enforcing, but image name tools/web:2 returns ambiguous list',
    'ImageInspectError',
  ),
]
