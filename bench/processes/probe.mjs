// Loaded into the operator by --import, and answers for its process. Plain JavaScript: Node's own reading of
// TypeScript would add tens of MB to the very process that is being measured.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 5
const delay = monitorEventLoopDelay({ resolution: resolutionMs })
delay.enable()

/** The histogram holds the whole time between two firings of its timer. */
const lateMs = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolutionMs)

const figures = () => {
  const { user, system } = process.cpuUsage()
  return {
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    cpuSeconds: (user + system) / 1e6,
    loopDelayMs: { max: lateMs(delay.max), p99: lateMs(delay.percentile(99)) },
  }
}

process.on('message', (message) => {
  if (message.ask === 'reset') delay.reset()
  if (message.ask === 'figures') process.send(figures())
})
// The channel alone must not keep an operator that has been told to end.
process.channel.unref()
