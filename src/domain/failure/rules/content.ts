import { all, any, ends, matches, not, says, status, type Clue, type Rule } from './clue.ts'

const missing: Clue = any(
  ends('not found'),
  status((code) => code === 404),
)

/** Things besides images that are not found either. */
const otherThing: Clue = says('executable file not found', 'no such file or directory', 'snapshotter not')

export const contentRules: readonly Rule[] = [
  {
    class: 'CorruptContent',
    when: any(
      says(
        'unexpected commit digest',
        'digest mismatch',
        'digest did not match',
        'does not match digest',
        'unexpected digest',
        "does not match config's diffid",
      ),
      says(
        'failed size validation',
        'filesystem layer verification failed',
        'wrong diff id',
        'failed to extract layer',
      ),
      says(
        'extraction snapshot',
        'failed to unpack image on snapshotter',
        'apply layer error',
        'failed to register layer',
      ),
      says(
        'failed to stat snapshot',
        'failed to get reader from content store',
        'create snapshot: missing parent',
        'error processing tar file',
        'processing tar file(',
        'archive/tar: ',
        'gzip: invalid',
        'unexpected commit size',
      ),
      says('mismatched image rootfs and manifest layers', "number of layers and diffids don't match"),
      matches('snapshot ', /snapshot [^\s]+ does not exist/),
      all(says('content digest sha256:'), ends('not found')),
    ),
  },
  {
    class: 'ImageNotFound',
    reason: 'Content',
    when: any(
      says('blob unknown', 'blob_unknown', 'unknown blob'),
      all(
        says('could not fetch content', 'content at https://', 'content at http://', 'reading blob ', 'fetching blob'),
        missing,
      ),
    ),
  },
  {
    class: 'ImageNotFound',
    reason: 'Repository',
    when: any(
      says('name unknown', 'name_unknown', 'repository name not known', 'repository not found'),
      matches('repository ', /repository [^\s]+ not found/),
      matches('unknown: project ', /unknown: project [^\s]+ not found/),
    ),
  },
  {
    class: 'ImageNotFound',
    reason: 'Manifest',
    when: all(
      any(
        says('manifest unknown', 'manifest_unknown', 'manifest invalid: manifest unknown'),
        matches('manifest for ', /manifest for [^\s]+ not found/),
        all(
          says('failed to resolve reference', 'failed to resolve image', 'reading manifest ', '/manifests/'),
          missing,
        ),
        matches('<image>: not found', /^<image>: not found$/),
        matches('artifact ', /artifact [^\s]+ not found/),
      ),
      not(otherThing),
    ),
  },
  {
    class: 'ImageNotFound',
    when: all(
      any(
        status((code) => code === 404),
        ends('unknown: not found'),
      ),
      not(otherThing),
    ),
  },
]
