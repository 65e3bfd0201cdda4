import { setTimeout as sleep } from 'node:timers/promises'
import { mirror } from '../../../support/puppets/index.ts'
import type { Random } from '../../../support/simulation/random.ts'
import { eventually } from '../eventually.ts'
import type { Operator } from '../operator.ts'
import { collection } from '../paths.ts'
import type { Scene } from '../scene.ts'

/** The operator of a run, which dies and comes back. */
export interface MortalOperator {
  /** Starts one, unless one runs, and waits until it leads. */
  readonly live: () => Promise<void>
  /** SIGKILL in the middle of whatever it does: after a write of its own was seen, or after a while. */
  readonly killSoon: (random: Random) => Promise<string>
  readonly kill: () => Promise<void>
  readonly stop: () => void
}

/** Milliseconds within which it dies, if it writes nothing. */
const whileMilliseconds = 800

export const mortalOperator = (scene: Scene, title: string): MortalOperator => {
  let operator: Operator | undefined
  let started = 0
  let countdown: (() => void) | undefined
  const seen = (): void => countdown?.()
  const mirrors = [
    mirror(
      scene.client,
      {
        path: collection('Secret'),
        query: 'labelSelector=app.kubernetes.io%2Fmanaged-by%3Dpullkeeper',
        apiVersion: 'v1',
        kind: 'Secret',
      },
      seen,
    ),
    mirror(scene.client, { path: collection('ServiceAccount'), apiVersion: 'v1', kind: 'ServiceAccount' }, seen),
  ]
  const kill = async (): Promise<void> => {
    await operator?.kill()
    operator = undefined
  }
  return {
    live: async () => {
      if (operator !== undefined) return
      started += 1
      // The Lease of one that was killed holds for its whole term.
      const next = scene.operator({ leaseName: scene.name(`${title}-${started}`) })
      operator = next
      await next.ready()
      await eventually('the operator leads', () => {
        expect(next.log().map(({ message }) => message)).toContain('leading')
      })
    },
    killSoon: async (random) => {
      let left = 1 + random.below(8)
      const { promise, resolve } = Promise.withResolvers<string>()
      countdown = () => {
        left -= 1
        if (left === 0) resolve('after a write')
      }
      const ending = new AbortController()
      const timer = sleep(random.below(whileMilliseconds), 'after a while', { signal: ending.signal }).catch(() => '')
      const why = await Promise.race([promise, timer])
      ending.abort()
      countdown = undefined
      await kill()
      return why
    },
    kill,
    stop: () => {
      for (const each of mirrors) each.stop()
    },
  }
}
