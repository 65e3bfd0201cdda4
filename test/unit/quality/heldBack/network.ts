import { said, type HeldBack } from './sample.ts'

export const network: readonly HeldBack[] = [
  // The network.
  said(
    'DNSFailure',
    'registry.corp.local/app:1',
    'rpc error: code = Unknown desc = failed to pull and unpack image "registry.corp.local/app:1": failed to resolve reference "registry.corp.local/app:1": failed to do request: Head "https://registry.corp.local/v2/app/manifests/1": dial tcp: lookup registry.corp.local on 10.96.0.10:53: no such host',
  ),
  said(
    'DNSFailure',
    'nginx',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on [::1]:53: read udp [::1]:41011->[::1]:53: read: connection refused',
  ),
  said(
    'DNSFailure',
    'quay.io/acme/x:1',
    'rpc error: code = Unknown desc = pinging container registry quay.io: Get "https://quay.io/v2/": dial tcp: lookup quay.io: Temporary failure in name resolution',
  ),
  said(
    'DNSFailure',
    'nginx',
    'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp: lookup registry-1.docker.io on 169.254.25.10:53: server misbehaving',
    'ErrImagePull',
  ),
  said(
    'DNSFailure',
    'nginx',
    'rpc error: code = Unknown desc = Error response from daemon: Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io on 192.168.65.1:53: read udp 192.168.65.3:33431->192.168.65.1:53: i/o timeout',
  ),
  said(
    'RegistryUnreachable',
    'registry.example.com:5000/a:1',
    'failed to pull and unpack image "registry.example.com:5000/a:1": failed to resolve reference "registry.example.com:5000/a:1": failed to do request: Head "https://registry.example.com:5000/v2/a/manifests/1": dial tcp 10.1.2.3:5000: connect: connection refused',
    'ErrImagePull',
  ),
  said(
    'RegistryUnreachable',
    'ghcr.io/acme/a:1',
    'rpc error: code = Unknown desc = failed to pull and unpack image "ghcr.io/acme/a:1": failed to resolve reference "ghcr.io/acme/a:1": failed to do request: Head "https://ghcr.io/v2/acme/a/manifests/1": dial tcp 140.82.121.34:443: i/o timeout',
  ),
  said(
    'RegistryUnreachable',
    'nginx',
    'rpc error: code = Unknown desc = Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ),
  said(
    'RegistryUnreachable',
    'nginx',
    'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/nginx:latest": failed to resolve reference "docker.io/library/nginx:latest": failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: no route to host',
  ),
  said(
    'RegistryUnreachable',
    'quay.io/acme/big:1',
    'rpc error: code = Unknown desc = writing blob: storing blob to file "/var/tmp/storage123/1": read tcp 10.0.0.4:51234->34.230.1.2:443: read: connection reset by peer',
  ),
  said(
    'RegistryUnreachable',
    'acme/big:1',
    'failed to pull and unpack image "docker.io/acme/big:1": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs/sha256/aa/data": net/http: TLS handshake timeout',
    'ErrImagePull',
  ),
  said(
    'RegistryUnreachable',
    'acme/big:1',
    'rpc error: code = Canceled desc = failed to pull and unpack image "docker.io/acme/big:1": context canceled',
  ),
  said(
    'RegistryUnreachable',
    'acme/big:1',
    'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/big:1": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://registry-1.docker.io/v2/acme/big/blobs/sha256:aa": EOF',
  ),
  said(
    'TLSFailure',
    'registry.corp.local/a:1',
    'failed to do request: Head "https://registry.corp.local/v2/a/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'ErrImagePull',
  ),
  said(
    'TLSFailure',
    'registry.corp.local/a:1',
    'rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.corp.local/v2/": x509: certificate has expired or is not yet valid: current time 2025-01-30T10:00:00Z is after 2025-01-29T23:59:59Z',
  ),
  said(
    'TLSFailure',
    '10.0.0.5:5000/a:1',
    'rpc error: code = Unknown desc = pinging container registry 10.0.0.5:5000: Get "https://10.0.0.5:5000/v2/": x509: cannot validate certificate for 10.0.0.5 because it doesn\'t contain any IP SANs',
  ),
  said(
    'PlainHTTPRegistry',
    '10.0.0.5:5000/a:1',
    'rpc error: code = Unknown desc = failed to pull and unpack image "10.0.0.5:5000/a:1": failed to resolve reference "10.0.0.5:5000/a:1": failed to do request: Head "https://10.0.0.5:5000/v2/a/manifests/1": http: server gave HTTP response to HTTPS client',
  ),
  said(
    'RegistryServerError',
    'quay.io/acme/a:1',
    'rpc error: code = Unknown desc = reading manifest 1 in quay.io/acme/a: received unexpected HTTP status: 502 Bad Gateway',
  ),
  said(
    'RegistryServerError',
    'harbor.example.com/a/b:1',
    'failed to pull and unpack image "harbor.example.com/a/b:1": failed to resolve reference "harbor.example.com/a/b:1": unexpected status from HEAD request to https://harbor.example.com/v2/a/b/manifests/1: 503 Service Unavailable',
    'ErrImagePull',
  ),
  said(
    'RegistryServerError',
    'ghcr.io/acme/a:1',
    'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fa%3Apull&service=ghcr.io: 500 Internal Server Error',
    'ErrImagePull',
  ),
]
