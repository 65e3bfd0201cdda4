/**
 * Global setup of the jest project `control-plane`: one control plane for all its test files, which find it by
 * `sharedAccess()`. Where it cannot be built, all tests are skipped and the reason is printed; with CI=true that is an
 * error.
 */
import { ensureBinaries, whyNoBinaries } from '../../cluster/binaries.ts'
import { controlPlaneBinaries, startControlPlane } from '../../cluster/controlPlane.ts'
import { versionUnderTest } from '../../cluster/modules.ts'
import { ACCESS_VARIABLE, SKIPPED_VARIABLE } from '../../cluster/sharedAccess.ts'
import { keepForTeardown } from './stopControlPlane.ts'

export default async function setUp(): Promise<void> {
  const kubernetes = versionUnderTest()
  const reason = whyNoBinaries(controlPlaneBinaries, kubernetes)
  if (reason !== undefined && process.env['CI'] === 'true') throw new Error(reason)
  if (reason !== undefined) {
    process.env[SKIPPED_VARIABLE] = reason
    process.stderr.write(`control-plane: all tests skipped: ${reason}\n`)
    return
  }
  await ensureBinaries(controlPlaneBinaries, kubernetes)
  // Puppets report nodes once and send no heartbeat: their pods must not be evicted for that.
  const controlPlane = await startControlPlane({ kubernetes, controllerManager: ['--node-monitor-grace-period=24h'] })
  keepForTeardown(controlPlane)
  process.env[ACCESS_VARIABLE] = JSON.stringify(controlPlane)
}
