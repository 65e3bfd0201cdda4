/**
 * Global setup of the jest project `node`: one cluster with a real node for all its test files, and the operator in it
 * as it is deployed, which reach it through openScene. Where the environment names a cluster and a registry, it is that
 * one (foreign/environment.ts). Else where the machine lacks something, all tests are skipped and the reason is printed;
 * with CI=true that is an error.
 */
import { startCluster } from '../../cluster/cluster.ts'
import { versionUnderTest } from '../../cluster/modules.ts'
import { whyNoNode } from '../../cluster/node/requirements.ts'
import { operatorImageArchive } from '../../cluster/node/operatorImage.ts'
import { ACCESS_VARIABLE, SKIPPED_VARIABLE } from '../../cluster/sharedAccess.ts'
import { keepForTeardown } from '../../integration/support/stopControlPlane.ts'
import { prepareForeignCluster } from './foreign/prepare.ts'
import { installOperator } from './installOperator.ts'

export default async function setUp(): Promise<void> {
  const foreign = await prepareForeignCluster()
  if (foreign !== undefined) {
    keepForTeardown(foreign)
    return
  }
  const kubernetes = versionUnderTest()
  const reason = whyNoNode(kubernetes)
  if (reason !== undefined && process.env['CI'] === 'true') throw new Error(reason)
  if (reason !== undefined) {
    process.env[SKIPPED_VARIABLE] = reason
    process.stderr.write(`node: all tests skipped: ${reason}\n  or give it a cluster and registries: docs/testing.md\n`)
    return
  }
  const archive = await operatorImageArchive()
  const cluster = await startCluster({ kubernetes, node: true })
  keepForTeardown(cluster)
  await installOperator(cluster, archive)
  process.env[ACCESS_VARIABLE] = JSON.stringify(cluster)
}
