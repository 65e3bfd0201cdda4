import { readFileSync } from 'node:fs'
import type { TestServer } from '../test/integration/support/testServer.ts'
import { allRun, allWait, isAttached, isThere, summaryIs, wasTold, wereTold } from './facts.ts'
import { type Command, typist } from './kubectl/command.ts'
import {
  applyFile,
  createDeployment,
  createRegistrySecret,
  describeDeployment,
  getEvents,
  getPullSecrets,
  getTable,
  setImage,
} from './kubectl/commands.ts'
import { robot } from './registry.ts'
import type { Screen } from './screen.ts'
import type { Watching } from './watching.ts'

interface Told {
  readonly screen: Screen
  readonly watch: Watching
  /** Types a command and shows its output. */
  readonly type: (command: Command) => Promise<void>
}

const policyFile = 'config/samples/imagepolicy_simple.yaml'
const managedSecret = 'pullkeeper-acme'

const privateImages = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step(
    'Images that nobody may pull',
    'Two teams deploy images of a private registry, and nobody handed out credentials for it.',
  )
  await type(applyFile('demo/manifests/acme.yaml'))
  await watch.until('Pod', 'four pods in ImagePullBackOff', allWait(4, 'ImagePullBackOff'))
  await type(getTable('Pod'))
}

const why = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step('Why?', 'The operator tells developers where they look: at their own Deployment.')
  await watch.until('Event', 'an Event that names the cause on the Deployment', wasTold('cart', 'CredentialsMissing'))
  await type(describeDeployment('shop', 'cart'))
}

const onePolicy = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step('One secret, one policy', 'The platform engineer has the credentials, and says who is to have them.')
  await type(createRegistrySecret('pullkeeper-system', 'ghcr-robot', { server: 'ghcr.io', ...robot }))
  screen.command(`cat ${policyFile}`)
  screen.output(readFileSync(policyFile, 'utf8'))
  await type(applyFile(policyFile))
  await watch.until(
    'ImagePolicy',
    'credentials in both namespaces, and a diagnosis that knows of them',
    summaryIs('acme', { namespaces: '2/2', serviceAccounts: '3/3', failing: 3, topCause: 'CredentialsNotAttached' }),
  )
  await type(getTable('ImagePolicy'))
  screen.say("Both namespaces have the secret, and all their ServiceAccounts name it. Others' entries stay:")
  await type(getPullSecrets('billing', 'biller'))
}

/** Milliseconds from the namespace's appearance to its secret and its attached ServiceAccount. */
const handedOut = async (watch: Watching): Promise<number> => {
  await watch.until('Namespace', 'the namespace kiosk', isThere('', 'kiosk'))
  const [secret, account] = await Promise.all([
    watch.until('Secret', 'its managed secret', isThere('kiosk', managedSecret)),
    watch.until('ServiceAccount', 'its ServiceAccount, attached', isAttached('kiosk', 'default', managedSecret)),
  ])
  return Math.max(secret, account)
}

const newNamespace = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step('A new namespace', "It has the team's label, and that is all it needs.")
  // Begun before the namespace is made, so that the time from one to the other is seen.
  const soon = handedOut(watch)
  await Promise.all([type(applyFile('demo/manifests/kiosk.yaml')), soon])
  screen.say(`Its secret and its ServiceAccount were ready ${Math.round(await soon)} ms after it.`)
  await type(getTable('Secret', 'kiosk'))
  await type(createDeployment('kiosk', 'display', 'ghcr.io/acme/display:1.0.0'))
  await watch.until('Pod', 'the pod in kiosk runs', allRun(1, 'kiosk'))
  await type(getTable('Pod', 'kiosk'))
}

const stuckPods = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step(
    'Pods from before',
    [
      'A pod copies the entries of its ServiceAccount when it is made, and never again: older pods stay stuck.',
      'The operator evicts those that never ran, 5 s after it attached the secret; their replacements can pull.',
    ].join('\n'),
  )
  await watch.until('Event', 'four evictions', wereTold(4, 'EvictedForCredentials'))
  await watch.until('Pod', 'all five pods run', allRun(5))
  await type(getEvents('billing', 'EvictedForCredentials'))
  await type(getTable('Pod'))
  await watch.until(
    'ImagePolicy',
    'a policy without findings',
    summaryIs('acme', { namespaces: '3/3', serviceAccounts: '4/4', failing: 0, topCause: undefined }),
  )
  await type(getTable('ImagePolicy'))
}

const anotherCause = async ({ screen, watch, type }: Told): Promise<void> => {
  screen.step('Another cause', 'A release with a mistake in its tag: the credentials are fine, the image is not there.')
  await type(setImage('shop', 'search', 'ghcr.io/acme/search:2.o.1'))
  await watch.until(
    'ImagePolicy',
    'a finding ImageNotFound',
    summaryIs('acme', { failing: 1, topCause: 'ImageNotFound' }),
  )
  await type(getTable('ImagePolicy'))
  await watch.until('Event', 'an Event on the Deployment', wasTold('search', 'ImageNotFound'))
  await type(describeDeployment('shop', 'search'))
}

const steps = [privateImages, why, onePolicy, newNamespace, stuckPods, anotherCause] as const

/**
 * Tells the story. Each result is waited for before it is shown, so it ends only when all of it came true; rejects with
 * a StoryError when something did not.
 */
export const tellStory = async (
  screen: Screen,
  watch: Watching,
  { client, kubectl }: Pick<TestServer, 'client' | 'kubectl'>,
): Promise<void> => {
  const type = typist(screen, client, kubectl)
  for (const step of steps) await step({ screen, watch, type })
}
