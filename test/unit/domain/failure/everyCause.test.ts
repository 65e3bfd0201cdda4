import { allCauses, failureReasons } from '../../../../src/domain/failure/cause.ts'
import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import { sectionOf } from '../../../../src/domain/failure/section.ts'
import { aWaitingPod } from '../../../support/builders/pod.ts'
import { anAccount, aPullSecret } from '../../../support/builders/secret.ts'
import { aWorld } from '../../../support/builders/world.ts'
import { crio, docker, image, resolving, unpacking } from './samples/wrap.ts'
import {
  anonymous,
  denied,
  head,
  hook,
  invalid,
  pulls,
  refused,
  sandbox,
  silentBeside,
  waits,
  type Case,
} from './wholePods.ts'

const good = aPullSecret('regcred', ['ghcr.io'])

const cases: readonly Case[] = [
  sandbox(
    'NodeRuntimeUnavailable',
    'Failed to create pod sandbox: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  ),
  refused(
    'RuntimeClassNotFound',
    'Error creating: pods "web-6d4b75cb6d-" is forbidden: pod rejected: RuntimeClass "kata" not found',
  ),
  refused(
    'RuntimeClassConflict',
    'Error creating: pods "web-" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[disk] = ssd; pod.spec.nodeSelector[disk] = hdd',
  ),
  sandbox(
    'RuntimeHandlerMissing',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "kata" is configured',
  ),
  hook('PostStart'),
  hook('PreStop'),
  waits(
    'NeverPullAbsent',
    'ErrImageNeverPull',
    `Container image "${image}" is not present with pull policy of Never`,
    image,
  ),
  invalid('Uppercase', 'ghcr.io/Acme/App:1'),
  invalid('Template', 'ghcr.io/acme/app:${TAG}'),
  invalid('Syntax', 'ghcr.io/acme/app:a:b'),
  pulls(
    'AmbiguousShortName',
    'rpc error: code = Unknown desc = short-name "app:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    undefined,
    {},
    'app:1',
  ),
  pulls(
    'PullSecretMalformed',
    denied,
    undefined,
    { secrets: [aPullSecret('broken', [], { problem: 'it is no JSON' })] },
    image,
    ['broken'],
  ),
  pulls('KubeletPullThrottled', 'pull QPS exceeded'),
  pulls(
    'RateLimited',
    resolving('unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 429 Too Many Requests'),
  ),
  pulls('SignatureRejected', crio('Source image rejected: A signature was required, but no signature exists')),
  pulls('PlatformMismatch', unpacking('no match for platform in manifest: not found', undefined)),
  pulls('UnsupportedFormat', docker('missing signature key')),
  pulls('NodeDiskFull', unpacking('failed to extract layer sha256:aa: write /var/lib/x: no space left on device')),
  pulls('PlainHTTPRegistry', resolving(`${head}http: server gave HTTP response to HTTPS client`)),
  pulls(
    'TLSFailure',
    resolving(`${head}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
    'UnknownAuthority',
  ),
  pulls('TLSFailure', resolving(`${head}x509: certificate has expired or is not yet valid: current time`), 'Expired'),
  pulls('TLSFailure', resolving(`${head}x509: certificate is valid for a.corp, not ghcr.io`), 'NameMismatch'),
  pulls('DNSFailure', resolving(`${head}dial tcp: lookup ghcr.io on 10.0.0.10:53: no such host`), 'NoSuchHost'),
  pulls(
    'DNSFailure',
    resolving(`${head}dial tcp: lookup ghcr.io on 10.0.0.10:53: read udp 10.0.1.5:1->10.0.0.10:53: i/o timeout`),
    'Timeout',
  ),
  pulls(
    'DNSFailure',
    resolving(`${head}dial tcp: lookup ghcr.io on 10.0.0.10:53: server misbehaving`),
    'ServerFailure',
  ),
  pulls(
    'RegistryUnreachable',
    resolving(`${head}proxyconnect tcp: dial tcp 10.0.0.2:3128: connect: connection refused`),
    'Proxy',
  ),
  pulls('RegistryUnreachable', resolving(`${head}dial tcp 140.82.121.33:443: i/o timeout`), 'Timeout'),
  pulls('RegistryUnreachable', resolving(`${head}dial tcp 10.0.0.5:443: connect: connection refused`), 'Refused'),
  pulls(
    'RegistryUnreachable',
    resolving(`${head}read tcp 10.0.1.5:1->10.0.0.5:443: read: connection reset by peer`),
    'Reset',
  ),
  pulls(
    'RegistryUnreachable',
    unpacking('failed to copy: httpReadSeeker: failed open: context canceled', 'Canceled'),
    'Stalled',
  ),
  pulls(
    'RegistryServerError',
    resolving(
      'unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 503 Service Unavailable',
    ),
  ),
  pulls(
    'Forbidden',
    docker(`Get "https://acme.azurecr.io/v2/": denied: client with IP "10.1.2.3" is not allowed access`),
    undefined,
    { secrets: [good] },
    image,
    ['regcred'],
  ),
  pulls('AccessDeniedOrNotFound', denied),
  {
    // Where Secrets may not be seen, a pod that names some keeps what its text says.
    cause: 'Unauthorized',
    reason: 'Anonymous',
    found: () =>
      diagnosePod(aWaitingPod('ErrImagePull', anonymous, { imagePullSecrets: ['unseen'] }), {
        ...aWorld(),
        knowsSecretsIn: () => false,
      }),
  },
  {
    cause: 'Unauthorized',
    reason: 'BadCredentials',
    found: () =>
      diagnosePod(
        aWaitingPod('ErrImagePull', docker('unauthorized: incorrect username or password'), {
          imagePullSecrets: ['unseen'],
        }),
        {
          ...aWorld(),
          knowsSecretsIn: () => false,
        },
      ),
  },
  pulls(
    'CorruptContent',
    unpacking(
      `failed commit on ref "layer-sha256:aa": unexpected commit digest sha256:bb, expected sha256:aa: failed precondition`,
    ),
  ),
  pulls('ImageNotFound', resolving(`${image}: not found`, 'NotFound'), 'Manifest'),
  pulls(
    'ImageNotFound',
    docker("name unknown: The repository with name 'app' does not exist in the registry with id '1'"),
    'Repository',
  ),
  pulls('ImageNotFound', docker('error pulling image configuration: unknown blob'), 'Content'),
  silentBeside(['gone']),
  pulls('PullSecretMissing', anonymous, undefined, {}, image, ['gone']),
  pulls('Unknown', 'something new happened'),
  pulls('PullSecretWrongType', anonymous, undefined, { otherSecrets: { plain: 'Opaque' } }, image, ['plain']),
  pulls('CredentialsRejected', anonymous, undefined, { secrets: [good] }, image, ['regcred']),
  pulls('CredentialsNotAttached', anonymous, undefined, { secrets: [good], accounts: [anAccount([])] }),
  pulls('NodeCredentialsDiffer', anonymous, undefined, { imagesElsewhere: [image] }),
  pulls('CredentialsMissing', anonymous),
]

test.each(cases.map((each) => [each.cause, each.reason ?? '', each] as const))(
  '%s %s, from a whole pod',
  (cause, reason, { found }) => {
    const findings = found()
    expect(findings.map((finding) => finding.cause)).toEqual([cause])
    if (reason !== '') expect(findings[0]?.failure?.reason).toBe(reason)
    for (const { message } of findings) expect(message.endsWith(` (${sectionOf(cause)})`)).toBe(true)
  },
)

test('no cause and no reason of the vocabulary is without such a pod', () => {
  const reached = new Set(cases.flatMap(({ cause, reason }) => [cause, `${cause} ${reason ?? ''}`]))
  const words = Object.entries(failureReasons).flatMap(([name, reasons]) =>
    reasons.map((reason) => `${name} ${reason}`),
  )
  expect([...allCauses, ...words].filter((word) => !reached.has(word))).toEqual([])
})
