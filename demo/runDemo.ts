import { once } from 'node:events'
import { type Operator, startOperator } from '../test/integration/support/operator.ts'
import type { DemoOptions } from './options.ts'
import { registry } from './registry.ts'
import type { Screen } from './screen.ts'
import { type DemoServer, MissingPrograms, startDemoServer } from './servers.ts'
import { tellStory } from './story.ts'
import { StoryError, watching } from './watching.ts'

const introduce = (screen: Screen, { server: { kubectl }, introduction }: DemoServer, { pid }: Operator): void => {
  screen.title('Pullkeeper, told in a few seconds')
  screen.say(
    [
      introduction,
      `The operator is the real one (process ${pid}), with the CRD and the rights of config/.`,
      kubectl
        ? 'Commands are run by kubectl.'
        : "There is no kubectl on the PATH: the same requests are sent without it, and the tables are the server's own.",
    ].join('\n'),
  )
}

const goOn = (screen: Screen, { goingOn }: DemoServer, metrics: string): void => {
  screen.step('Your turn', 'The cluster stays up until Ctrl-C, which leaves nothing behind. In another terminal:')
  for (const command of goingOn) screen.command(command)
  screen.command('kubectl get imagepolicies --watch')
  screen.command('kubectl -n shop set image deployment/search search=ghcr.io/acme/search:2.0.1   # a tag that exists')
  screen.command('kubectl create namespace yours && kubectl label namespace yours team=acme')
  screen.command('kubectl delete imagepolicy acme   # takes back what was handed out, and nothing else')
  screen.command(`curl -s ${metrics} | grep pullkeeper_`)
}

/** The operator runs for as long as the demo does; that it ends by itself is the end of the story. */
const unlessItEnds = async (operator: Operator, story: Promise<void>): Promise<void> => {
  const ended = operator.exited.then((ending) => {
    throw new StoryError(`the operator ended by itself (${ending})`)
  })
  await Promise.race([story, ended])
}

/**
 * Starts everything, tells the story, stays if it is to stay, and takes everything away again.
 *
 * @param signal breaks the demo off, and ends its staying
 * @returns the exit status: 0 when the story came true
 */
export const runDemo = async (options: DemoOptions, screen: Screen, signal: AbortSignal): Promise<number> => {
  try {
    const stage = await startDemoServer(options.real)
    try {
      return await perform(stage, options, screen, signal)
    } finally {
      await stage.close()
    }
  } catch (error) {
    if (!(error instanceof MissingPrograms)) throw error
    screen.failure(error.message)
    return 1
  }
}

const perform = async (
  stage: DemoServer,
  { exit }: DemoOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> => {
  const { server } = stage
  server.kubelet.follow(registry)
  const operator = startOperator({ kubeconfig: server.operatorKubeconfig, leaseName: 'pullkeeper' })
  const watch = watching(server.client, signal)
  let telling: Promise<void> | undefined
  try {
    introduce(screen, stage, operator)
    const story = operator.ready().then(() => {
      telling = tellStory(screen, watch, server)
      return telling
    })
    await unlessItEnds(operator, story)
    if (!exit && !signal.aborted) {
      goOn(screen, stage, await operator.metricsUrl())
      await unlessItEnds(
        operator,
        once(signal, 'abort').then(() => undefined),
      )
    }
    return 0
  } catch (error) {
    if (signal.aborted || !(error instanceof StoryError)) throw error
    screen.failure(`This did not come true: ${error.message}`)
    screen.failure(`The operator's last words:\n${operator.output().split('\n').slice(-20).join('\n')}`)
    return 1
  } finally {
    watch.stop()
    // A command that is being typed still needs what is about to be taken away.
    await Promise.allSettled([telling])
    await operator.stop()
  }
}
