/**
 * The process that owns a cluster of `npm run cluster -- up`: `node owner.ts --name NAME`, started by up.ts in the
 * background. All programs are tied to it, so that killing it ends the cluster. Until it is told that it was heard, it
 * ends with whoever started it.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startControl } from './control.ts'
import { socketOf } from './clusterNames.ts'
import { startCluster } from './cluster.ts'
import { toKubernetesVersion } from './modules.ts'

const { values } = parseArgs({
  options: { name: { type: 'string' }, kubernetes: { type: 'string' }, node: { type: 'boolean' } },
})
const { name = 'default', kubernetes = '', node = false } = values

const stopping = new AbortController()
const stop = () => {
  stopping.abort()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
// Killed before the cluster was up: nobody would know of it.
process.once('disconnect', stop)
process.once('message', () => {
  process.off('disconnect', stop)
  process.disconnect()
})

const cluster = await startCluster({ kubernetes: toKubernetesVersion(kubernetes), node })
const ended = Promise.withResolvers<null>()
const closeControl = await startControl(socketOf(name), {
  status: () => Promise.resolve({ access: cluster, pid: process.pid, programs: cluster.programs() }),
  down: () => {
    stop()
    return ended.promise
  },
})
process.send?.({ access: cluster })
if (!stopping.signal.aborted) {
  // Holds the event loop, which neither programs nor sockets do.
  const hold = setInterval(() => {}, 3_600_000)
  await once(stopping.signal, 'abort')
  clearInterval(hold)
}
await cluster.end()
ended.resolve(null)
await closeControl()
