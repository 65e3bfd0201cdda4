import { once } from 'node:events'
import { Command, InvalidArgumentError, Option } from 'commander'
import { dumpFormats, measureAudit, type AuditOptions } from './audit.ts'
import { measureBurst, type BurstOptions } from './burst/burst.ts'
import { measureFailures, type FailuresOptions } from './failures/failures.ts'
import { measureEvents, type EventsOptions } from './replay/events.ts'
import { measureSoak, type SoakOptions } from './replay/soak.ts'
import { measureClassify, type ClassifyOptions } from './classify.ts'
import { measureLifecycle, type LifecycleOptions } from './lifecycle/lifecycle.ts'
import { serverKinds, startServer, type ServerKind } from './processes/server.ts'
import { createProgress } from './report/progress.ts'
import { reportText, type Report } from './report/report.ts'
import { measureQuality } from './quality.ts'
import { measureRecovery, type RecoveryOptions } from './recovery/recovery.ts'
import { measureSync, type SyncOptions } from './sync/sync.ts'

const count = (text: string): number => {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number from 1 on')
  return number
}

interface Output {
  readonly output: 'text' | 'json'
}

interface ServeOptions {
  readonly server: ServerKind
  readonly pods: number
}

const question = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(new Option('-o, --output <format>', 'how figures are printed').choices(['text', 'json']).default('text'))

const print = (report: Report, { output }: Output): void =>
  console.log(output === 'json' ? JSON.stringify(report, undefined, 2) : reportText(report))

const sync = question('sync', 'starting on a cluster that is there: time, memory, CPU')
  .addOption(new Option('--server <kind>', 'which API server').choices(serverKinds).default('embedded'))
  .option('--kubeconfig <file>', 'of a cluster that `bench serve` made, instead of a new one')
  .option('--accept <types>', 'what the floor asks for', 'application/vnd.kubernetes.protobuf, application/json')
  .option('--pods <number>', 'pods; all else in proportion', count, 20_000)
  .option('--runs <number>', 'how often', count, 5)
  .option('--settle <seconds>', 'from ready to the settled figures', count, 10)
  .action(async (options: SyncOptions & Output) => print(await measureSync(options, createProgress()), options))

const serve = new Command('serve')
  .description('makes the cluster of `sync` and serves it until it is interrupted; prints the path of its kubeconfig')
  .addOption(new Option('--server <kind>', 'which API server').choices(serverKinds).default('embedded'))
  .option('--pods <number>', 'pods; all else in proportion', count, 20_000)
  .action(async ({ server, pods }: ServeOptions) => {
    const serving = await startServer(server, pods, createProgress())
    console.log(serving.kubeconfig)
    // Waiting for a signal alone does not keep a process.
    const keep = setInterval(() => undefined, 60_000)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    clearInterval(keep)
    await serving.stop()
  })

const burst = question('burst', 'namespaces at once on a real control plane: until each has Secret and reference')
  .option('--namespaces <number>', 'at once', count, 30)
  .option('--runs <number>', 'how often', count, 5)
  .action(async (options: BurstOptions & Output) => print(await measureBurst(options, createProgress()), options))

const lifecycle = question(
  'lifecycle',
  'a policy over namespaces on a real control plane: comes, is rotated, is undone, goes',
)
  .option('--namespaces <number>', 'that are there before', count, 500)
  .option('--runs <number>', 'how often', count, 3)
  .action(async (options: LifecycleOptions & Output) =>
    print(await measureLifecycle(options, createProgress()), options),
  )

const events = question('events', 'changes of pods a second that are kept up with, and the lag')
  .option('--pods <number>', 'pods that are there', count, 20_000)
  .option('--changes <number>', 'as fast as they are taken', count, 200_000)
  .option('--rate <number>', 'changes a second at which the lag is measured', count, 15_000)
  .option('--runs <number>', 'how often', count, 3)
  .action(async (options: EventsOptions & Output) => print(await measureEvents(options, createProgress()), options))

const failures = question('failures', "workloads that fail and heal: a policy's status, how soon, how often, how large")
  .option('--workloads <number>', 'at once', count, 5_000)
  .option('--runs <number>', 'how often', count, 3)
  .option('--singles <number>', 'how often one alone', count, 15)
  .action(async (options: FailuresOptions & Output) => print(await measureFailures(options, createProgress()), options))

const soak = question('soak', 'memory over very many changes')
  .option('--pods <number>', 'pods that are there', count, 20_000)
  .option('--changes <number>', 'in all', count, 1_000_000)
  .action(async (options: SoakOptions & Output) => print(await measureSoak(options, createProgress()), options))

const classify = question(
  'classify',
  'what runtimes and registries say: messages for each second of CPU, and hostile ones',
)
  .option('--messages <number>', 'in each run', count, 200_000)
  .option('--runs <number>', 'how often', count, 5)
  .action((options: ClassifyOptions & Output) => print(measureClassify(options), options))

const audit = question('audit', 'pullkeeper audit -f over a dump: time, CPU, memory')
  .option('--pods <number>', 'pods; all else in proportion', count, 10_000)
  .addOption(new Option('--format <format>', 'of the dump').choices(dumpFormats).default('json'))
  .option('--runs <number>', 'how often', count, 5)
  .action(async (options: AuditOptions & Output) => print(await measureAudit(options, createProgress()), options))

const quality = question(
  'quality',
  'how right the causes are, on messages that the author of the rules has not seen',
).action((options: Output) => print(measureQuality(), options))

const recovery = question('recovery', 'stuck pods on a real node (Linux, root): from the policy to the last that runs')
  .option('--deployments <number>', 'in one namespace', count, 1)
  .option('--replicas <number>', 'pods of each', count, 5)
  .option('--runs <number>', 'how often', count, 5)
  .action(async (options: RecoveryOptions & Output) => print(await measureRecovery(options, createProgress()), options))

const program = new Command('bench')
  .description('Measures the bundled operator in dist/, one question at a time. docs/performance.md has the answers.')
  .addCommand(sync)
  .addCommand(serve)
  .addCommand(burst)
  .addCommand(lifecycle)
  .addCommand(events)
  .addCommand(failures)
  .addCommand(soak)
  .addCommand(classify)
  .addCommand(audit)
  .addCommand(quality)
  .addCommand(recovery)

await program.parseAsync()
