import { SKIPPED_VARIABLE } from '../../cluster/sharedAccess.ts'

/** For each test file, before it is read: where there is no control plane, its tests show as skipped. */
if (process.env[SKIPPED_VARIABLE] !== undefined) {
  globalThis.describe = globalThis.describe.skip
  globalThis.test = globalThis.test.skip
  globalThis.it = globalThis.test
}
