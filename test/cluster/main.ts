/** `npm run cluster -- up | down | status`: a real Kubernetes cluster on this machine. See --help. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { askOwner, forget, isClusterName, knownNames, withName } from './clusterNames.ts'
import { KUBERNETES_VERSIONS, toKubernetesVersion } from './modules.ts'
import type { NodeAccess } from './node/access.ts'
import { operatorImageArchive } from './node/operatorImage.ts'
import { registries } from './node/registries.ts'
import { readOwnerStatus } from './ownerStatus.ts'
import type { OwnerStatus } from './ownerStatus.ts'
import { up } from './up.ts'

const toName = (text: string): string => {
  if (isClusterName(text)) return text
  throw new InvalidArgumentError('A name has up to 32 lower-case letters, digits and dashes.')
}

const nameOption = () =>
  new Option('--name <name>', 'which cluster, where several stand side by side').argParser(toName).default('default')

const flagFor = (name: string): string => (name === 'default' ? '' : ` --name ${name}`)

const describeNode = (node: NodeAccess): readonly string[] => {
  const { private: withPassword, public: without, proxy } = registries(node)
  const { user, password } = node.account
  return [
    `  registry:  ${withPassword.host}, user ${user}, password ${password}; from this machine ${withPassword.pushHost}`,
    `             ${without.host} without password; ${proxy.host} is ${withPassword.host} behind a proxy`,
    `  image:     ${withPassword.host}/acme/app:v1`,
    `  node:      logs and state in ${node.directory}; ctr --address ${node.containerdSocket} --namespace k8s.io`,
  ]
}

const describe = (name: string, { access, pid, programs }: OwnerStatus): string => {
  const ended = programs.filter(({ running }) => !running).map((program) => program.name)
  return [
    `cluster ${name}: Kubernetes ${access.version} at ${access.url}, owned by process ${pid}`,
    ...(ended.length === 0 ? [] : [`  no longer running: ${ended.join(', ')} (logs in ${access.directory})`]),
    `  export KUBECONFIG=${access.kubeconfigPath}`,
    `  ${access.kubectl} get namespaces`,
    `  audit log: ${access.auditLogPath}`,
    ...(access.node === undefined ? [] : describeNode(access.node)),
    `  end it:    npm run cluster -- down${flagFor(name)}`,
  ].join('\n')
}

const program = new Command('cluster')
  .description(
    'A real Kubernetes cluster on this machine, for trying things by hand and for tests: etcd, kube-apiserver, ' +
      'kube-controller-manager and kube-scheduler. The programs are built once from their Go modules (five minutes) ' +
      'and kept in the cache directory; KUBEBUILDER_ASSETS replaces them.',
  )
  .addHelpText('after', '\nExit status: 0 done (status: it is up), 1 failed (status: it is not up), 2 wrong usage.')
  .exitOverride()

program
  .command('up')
  .description('start a cluster in the background and say how to use it; nothing is done where it is up already')
  .addOption(nameOption())
  .addOption(
    new Option('--kubernetes <version>', 'version of Kubernetes')
      .choices(KUBERNETES_VERSIONS)
      .default(KUBERNETES_VERSIONS[0]),
  )
  .option('--node', 'with a real node: kubelet, containerd, registries with and without password (Linux, root)', false)
  .action(async ({ name, kubernetes, node }: { name: string; kubernetes: string; node: boolean }) => {
    const started = performance.now()
    const { status, isNew } = await up({ name, kubernetes: toKubernetesVersion(kubernetes), node })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    process.stderr.write(isNew ? `up after ${seconds} s\n` : 'it was up already\n')
    console.log(describe(name, status))
  })

program
  .command('down')
  .description('end a cluster and remove all that is of it; fine where there is none')
  .addOption(nameOption())
  .action(async ({ name }: { name: string }) => {
    await withName(
      name,
      (holder) => process.stderr.write(`  waiting for process ${holder}, which is at the same cluster\n`),
      async () => {
        const answer = await askOwner(name, 'down')
        forget(name)
        console.log(answer === undefined ? `cluster ${name} is not up` : `cluster ${name} has ended`)
      },
    )
  })

program
  .command('status')
  .description('say what is up: all clusters, or the named one')
  .option('--name <name>', 'which cluster', toName)
  .action(async ({ name }: { name?: string }) => {
    const names = name === undefined ? knownNames() : [name]
    const answers = await Promise.all(names.map(async (each) => ({ each, answer: await askOwner(each, 'status') })))
    const found = answers.filter(({ answer }) => answer !== undefined)
    for (const { each, answer } of found) console.log(describe(each, readOwnerStatus(answer)))
    if (found.length > 0) return
    console.log(name === undefined ? 'no cluster is up' : `cluster ${name} is not up`)
    process.exitCode = 1
  })

program
  .command('image')
  .description("build the operator's image from the Dockerfile, without a registry (root, buildah); print its archive")
  .action(async () => {
    console.log(await operatorImageArchive())
  })

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    process.stderr.write(`cluster: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
