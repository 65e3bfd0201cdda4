import type { FailureClass } from '../cause.ts'
import { hostOf, registryOf, type Phrase, type Subject } from './subject.ts'

type RegistryClass = Extract<
  FailureClass,
  | 'RateLimited'
  | 'PlainHTTPRegistry'
  | 'TLSFailure'
  | 'DNSFailure'
  | 'RegistryUnreachable'
  | 'RegistryServerError'
  | 'Forbidden'
  | 'AccessDeniedOrNotFound'
  | 'Unauthorized'
>

const tls: Readonly<Record<string, string>> = {
  UnknownAuthority: 'is signed by an authority that the node does not trust',
  Expired: "has expired or is not yet valid (or the node's clock is wrong)",
  NameMismatch: 'is for another name',
}

const unreachable: Readonly<Record<string, string>> = {
  Proxy: 'the proxy that the node uses does not let the pull through',
  Timeout: 'it does not answer in time',
  Refused: 'nothing accepts connections there',
  Reset: 'the connection breaks off',
  Stalled: 'the download came to a halt and was given up',
}

const isProxy = ({ failure }: Subject): boolean => failure.text.includes('proxyconnect')

const ofProxy = (s: Subject): string => (isProxy(s) ? ', the proxy that the node is told to use' : '')

const dnsRemedy = (s: Subject): string => {
  if (isProxy(s)) {
    return "Have the nodes' administrator correct the proxy (HTTPS_PROXY) of the container runtime, or the nodes' DNS."
  }
  return s.failure.reason === 'NoSuchHost'
    ? "Check the registry's name in the image; if it is right, have the nodes' administrator check their DNS (nodes do not use the cluster's)."
    : "Have the nodes' administrator check the DNS servers that the nodes use (not the cluster's own)."
}

/** Seen from the node: what the registry, or the way to it, did. */
export const registryPhrases: Readonly<Record<RegistryClass, Phrase>> = {
  RateLimited: (s) => ({
    happened: `${registryOf(s)} limits how often images may be pulled, and the limit is reached.`,
    remedy: `It passes by itself. To raise the limit, pull with credentials (an ImagePolicy with an account of ${registryOf(s)}), or use a mirror.`,
  }),
  PlainHTTPRegistry: (s) => ({
    happened: `${hostOf(s)} speaks plain HTTP, and the container runtime expects HTTPS.`,
    remedy:
      "Serve the registry over TLS, or have the nodes' administrator list it as an insecure registry in the container runtime's configuration.",
  }),
  TLSFailure: (s) => ({
    happened: `The TLS certificate of ${hostOf(s)} ${tls[s.failure.reason ?? ''] ?? 'is not accepted'}.`,
    remedy:
      s.failure.reason === 'UnknownAuthority'
        ? "Have the nodes' administrator add its certificate authority to the container runtime's configuration for this registry."
        : "Have the registry's administrator renew the certificate for the name that the image uses.",
  }),
  DNSFailure: (s) => ({
    happened:
      s.failure.reason === 'NoSuchHost'
        ? `The node's DNS knows no host ${hostOf(s)}${ofProxy(s)}.`
        : `The node's DNS gave no answer for ${hostOf(s)}${ofProxy(s)}.`,
    remedy: dnsRemedy(s),
  }),
  RegistryUnreachable: (s) => ({
    happened: `The node cannot reach ${hostOf(s)}: ${unreachable[s.failure.reason ?? ''] ?? 'there is no way to it'}.`,
    remedy: `Check that ${hostOf(s)} is up, and the way to it from the nodes: firewall, proxy, port.`,
  }),
  RegistryServerError: (s) => ({
    happened: `${hostOf(s)} answered with an error of its own (an HTTP status of 500 or above, or one that makes no sense here).`,
    remedy: `Kubelet tries again by itself; if it lasts, ask who runs ${hostOf(s)}.`,
  }),
  Forbidden: (s) =>
    s.failure.final === true
      ? {
          happened: `${registryOf(s)} forbids the pull by a rule of its own: of the network that it comes from, or of images with known weaknesses.`,
          remedy: `No other credentials would help: ask who runs ${registryOf(s)} to admit the nodes' addresses, or pull an image that passes its rules.`,
        }
      : {
          happened: `${registryOf(s)} forbids the pull (HTTP 403).`,
          remedy:
            'Give the account that pulls the right to, or check whether the registry admits the network of the nodes.',
        },
  AccessDeniedOrNotFound: (s) => ({
    happened: `${registryOf(s)} denied the pull of ${s.image}: it does not say whether the repository is missing or private, and nothing in the cluster runs it.`,
    remedy: 'Check the name first; if it is right, give the pod credentials: an ImagePolicy, or a pull secret.',
  }),
  Unauthorized: (s) => ({
    happened: `${registryOf(s)} requires credentials for ${s.image} and got none that it accepts.`,
    remedy: 'Give the pod credentials: an ImagePolicy, or a pull secret.',
  }),
}
