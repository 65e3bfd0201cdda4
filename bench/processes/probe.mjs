// Loaded into the operator by --import, and answers for its process. Plain JavaScript: Node's own reading of
// TypeScript would add tens of MB to the very process that is being measured.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 5
const delay = monitorEventLoopDelay({ resolution: resolutionMs })
delay.enable()

/** The histogram holds the whole time between two firings of its timer. */
const lateMs = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolutionMs)

/**
 * The most CPU time that this thread spent between two firings of a timer: what a step takes, however many others the
 * machine is shared with. (Lateness by the clock also counts the wait for a core.)
 */
let lastCpuUs = 0
let mostStepUs = 0
const cpuUs = () => {
  const { user, system } = process.threadCpuUsage()
  return user + system
}
setInterval(() => {
  const now = cpuUs()
  mostStepUs = Math.max(mostStepUs, now - lastCpuUs)
  lastCpuUs = now
}, resolutionMs).unref()

const reset = () => {
  delay.reset()
  lastCpuUs = cpuUs()
  mostStepUs = 0
}

const figures = () => {
  const { user, system } = process.cpuUsage()
  return {
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    cpuSeconds: (user + system) / 1e6,
    loopDelayMs: { max: lateMs(delay.max), p99: lateMs(delay.percentile(99)) },
    longestStepMs: mostStepUs / 1000,
  }
}

process.on('message', (message) => {
  if (message.ask === 'reset') reset()
  if (message.ask === 'figures') process.send(figures())
})
// The channel alone must not keep an operator that has been told to end.
process.channel.unref()
