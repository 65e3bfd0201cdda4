// The embedded API server with pods that fail and heal on demand, in a process of its own.
import { startApiServer, type JsonObject } from '../../test/support/apiserver/index.ts'
import { objectsOf, policyCrd, watchingPolicy } from '../cluster/objects.ts'
import { podObject } from '../cluster/pod.ts'
import { podsPerDeployment, shapeOf } from '../cluster/shape.ts'
import type { StatusWrite, Turn, Turned } from './messages.ts'

/** Changes made in one go before whoever watches is served. */
const changesInTurn = 50

const pods = Number(process.argv[2])
const well = { ...shapeOf(pods), failing: 0, events: 0 }
const server = await startApiServer({ https: true })
server.store.create(policyCrd())
server.store.create(watchingPolicy)
server.store.seed(objectsOf(well))

const milliseconds = (): number => performance.timeOrigin + performance.now()

const failingIn = (status: unknown): number => {
  const summary: unknown = typeof status === 'object' && status !== null ? Reflect.get(status, 'summary') : undefined
  const failing: unknown = typeof summary === 'object' && summary !== null ? Reflect.get(summary, 'failing') : undefined
  return typeof failing === 'number' ? failing : Number.NaN
}

let writes: StatusWrite[] = []
let shown = Number.NaN
let written: () => void = () => undefined
server.store.onChange('imagepolicies', () => {
  const status: unknown = server.store.get('imagepolicies', { name: watchingPolicy.metadata.name })['status']
  shown = failingIn(status)
  writes.push({ at: milliseconds(), failing: shown, bytes: Buffer.byteLength(JSON.stringify(status ?? null)) })
  written()
})

const change = (workload: number, failing: boolean): void => {
  const index = workload * podsPerDeployment
  const { metadata, status } = podObject(index, { ...well, failing: failing ? index + 1 : 0 })
  const body: JsonObject = { status }
  server.store.patch('pods', { namespace: metadata.namespace, name: metadata.name }, body, { subresource: 'status' })
}

const turn = async ({ workloads, failing }: Turn): Promise<Turned> => {
  writes = []
  const changedAt: number[] = []
  for (let workload = 0; workload < workloads; workload++) {
    changedAt.push(milliseconds())
    change(workload, failing)
    if (workload % changesInTurn === changesInTurn - 1) await new Promise((resolve) => void setImmediate(resolve))
  }
  const wanted = failing ? workloads : 0
  await new Promise<void>((resolve) => {
    written = () => {
      if (shown === wanted) resolve()
    }
    written()
  })
  return { changedAt, writes }
}

process.on('message', (message: Turn) => void turn(message).then((turned) => process.send?.(turned)))
process.once('disconnect', () => process.exit(0))
process.send?.({ tell: 'serving', kubeconfig: server.kubeconfig() })
