/**
 * `npm run record`: what a real node says of pods that cannot start, written to test/fixtures/node. See --help.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { startCluster } from '../../cluster/cluster.ts'
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../../cluster/modules.ts'
import { ownCluster } from '../support/suiteCluster.ts'
import { textOfFixture } from './fixture.ts'
import { recordScene } from './recordScene.ts'

const root = fileURLToPath(new URL('../../fixtures/node', import.meta.url))

const say = (text: string): void => void process.stderr.write(`  ${text}\n`)

const record = async (kubernetes: KubernetesVersion): Promise<void> => {
  say(`a node of Kubernetes ${kubernetes}`)
  const cluster = await startCluster({ kubernetes, node: true })
  try {
    const fixtures = await recordScene(ownCluster(cluster), say)
    const directory = join(root, kubernetes)
    mkdirSync(directory, { recursive: true })
    for (const file of readdirSync(directory)) if (file.endsWith('.json')) rmSync(join(directory, file))
    for (const fixture of fixtures) writeFileSync(join(directory, `${fixture.name}.json`), textOfFixture(fixture))
    say(`${fixtures.length} files in ${directory}`)
  } finally {
    await cluster.end()
  }
}

const program = new Command('record')
  .description(
    'Starts a cluster with a real node, makes pods on it that fail in every way of test/node/support/failing.ts, waits ' +
      'until each has told all it has to tell, and writes that to test/fixtures/node (Linux, root). Names, times and ' +
      'addresses are replaced: a second run changes nothing.',
  )
  .addOption(
    new Option('--kubernetes <version...>', 'which versions').choices(KUBERNETES_VERSIONS).default(KUBERNETES_VERSIONS),
  )
  .action(async ({ kubernetes }: { readonly kubernetes: readonly KubernetesVersion[] }) => {
    for (const version of kubernetes) await record(version)
  })

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`record: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
