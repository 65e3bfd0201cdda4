import { all, any, not, says, status, type Rule } from './clue.ts'

/** What is wrong with the image itself: who signed it, for which machines it is, how it is packed. */
export const imageRules: readonly Rule[] = [
  {
    class: 'SignatureRejected',
    when: any(
      says(
        'signaturevalidationfailed',
        'signature validation failed',
        'source image rejected',
        'a signature was required',
      ),
      says(
        'is rejected by policy',
        'are rejected by policy',
        'none of the signatures were accepted',
        'signature for identity',
        'signature verification failed',
        'image is not signed',
        'image verifier ',
      ),
    ),
  },
  {
    class: 'PlatformMismatch',
    when: any(
      says(
        'no match for platform',
        'no matching manifest for',
        'exec format error',
        'does not match the specified platform',
      ),
      says('no image found in manifest list for architecture', 'no image found in image index for architecture'),
      says('cannot be used on this platform', 'does not support platform', 'no supported platform found'),
      says('operating system does not match the host', '-based image is incompatible with a '),
    ),
  },
  {
    class: 'UnsupportedFormat',
    when: any(
      says(
        'schema 1',
        'schema1',
        'manifest.v1+prettyjws',
        'manifest.v1+json',
        'is no longer supported since containerd',
      ),
      says(
        'unknown media type',
        'unexpected media type',
        'unsupported mime type',
        'unsupported manifest',
        'invalid mediatype',
      ),
      says('accept header does not support'),
      says('mediatype in manifest should be', 'missing signature key'),
      says('unsupported content-encoding', 'unimplemented mime type', 'unknown mime type'),
      all(says('unsupported media type'), not(status((code) => code === 415))),
    ),
  },
]
