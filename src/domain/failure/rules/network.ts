import { all, any, ends, follows, not, says, status, type Rule } from './clue.ts'

const lookup = says('lookup ')

/** Go prints only the status text when a proxy refuses to CONNECT. */
const proxyRefused = all(
  says('"https://'),
  ends(
    '": forbidden',
    '": bad gateway',
    '": service unavailable',
    '": gateway timeout',
    '": proxy authentication required',
  ),
)

/** A layer that ends too early while it is unpacked was stored so; one that does on the way was cut off. */
const unpacking = says('failed to extract layer', 'apply layer error', 'error processing tar', 'archive/tar')

/** Wordings of Go's net and net/http, and what containerd says of a pull that it gave up. */
export const networkRules: readonly Rule[] = [
  {
    class: 'DNSFailure',
    reason: 'NoSuchHost',
    when: any(says('no such host', 'name or service not known'), all(lookup, says('no data of requested type'))),
  },
  {
    class: 'DNSFailure',
    reason: 'ServerFailure',
    when: any(
      says('temporary failure in name resolution'),
      all(lookup, ends(': try again')),
      all(lookup, says('server misbehaving', 'no answer from dns server', 'cannot unmarshal dns message')),
      follows('lookup ', /lookup [^\s]+ on [^\s]+: /, 'connection refused'),
    ),
  },
  {
    class: 'DNSFailure',
    reason: 'Timeout',
    when: follows('lookup ', /lookup [^\s]+(?: on [^\s]+)?: /, 'i/o timeout', 'deadline exceeded'),
  },
  { class: 'DNSFailure', when: says('dial tcp: lookup ') },
  {
    class: 'RegistryUnreachable',
    reason: 'Proxy',
    when: any(
      says('proxyconnect', 'proxy authentication required', 'socks connect'),
      status((code) => code === 407),
      proxyRefused,
    ),
  },
  {
    class: 'RegistryUnreachable',
    reason: 'Timeout',
    when: says(
      'i/o timeout',
      'tls handshake timeout',
      'deadline exceeded',
      'client.timeout',
      'connection timed out',
      'operation timed out',
      'request canceled while waiting for connection',
      'timeout awaiting response headers',
      'http2: timeout',
    ),
  },
  { class: 'RegistryUnreachable', reason: 'Refused', when: says('connection refused') },
  {
    class: 'RegistryUnreachable',
    reason: 'Reset',
    when: all(
      any(
        says(
          'connection reset',
          'broken pipe',
          'unexpected eof',
          'server closed idle connection',
          'server sent goaway',
        ),
        says('stream error: stream id', 'use of closed network connection'),
        ends(': eof'),
      ),
      not(unpacking),
    ),
  },
  {
    class: 'RegistryUnreachable',
    reason: 'Stalled',
    when: says(
      'context canceled',
      'context cancelled',
      'operation was canceled',
      'request canceled',
      'no progress in',
      'short read: ',
    ),
  },
  {
    class: 'RegistryUnreachable',
    when: any(
      says('no route to host', 'network is unreachable', 'host is unreachable'),
      // Whatever else kept a connection from coming about, or ended it.
      says('dial tcp ', 'dial tcp: ', 'read tcp '),
      // What CRI-O calls so may carry an answer of the registry, which says more.
      all(says('registryunavailable', 'because the registry is unavailable'), not(status(() => true))),
    ),
  },
]
