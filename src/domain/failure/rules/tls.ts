import { all, any, not, says, type Rule } from './clue.ts'

/** Wordings of Go's crypto/x509 and crypto/tls. */
export const tlsRules: readonly Rule[] = [
  {
    class: 'PlainHTTPRegistry',
    when: says('server gave http response to https client', 'first record does not look like a tls handshake'),
  },
  {
    class: 'TLSFailure',
    reason: 'UnknownAuthority',
    when: all(
      says('x509:', 'tls:', 'certificate'),
      says(
        'signed by unknown authority',
        'certificate is not trusted',
        'self-signed certificate',
        'self signed certificate',
      ),
    ),
  },
  { class: 'TLSFailure', reason: 'Expired', when: says('certificate has expired or is not yet valid') },
  {
    class: 'TLSFailure',
    reason: 'NameMismatch',
    when: any(
      says('certificate is valid for ', 'cannot validate certificate for ', 'certificate is not valid for any names'),
      says('certificate relies on legacy common name'),
    ),
  },
  {
    class: 'TLSFailure',
    when: all(says('x509:', 'remote error: tls:', 'tls: '), not(says('tls handshake timeout'))),
  },
]
