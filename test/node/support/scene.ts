/**
 * What a scenario on the real node needs, in a namespace of its own:
 *
 *     const scene = await openScene('private-image')      // in beforeAll; scene.close() in afterAll
 *     const image = scene.image.private('acme/app:v1')    // localhost:5000/acme/app:v1
 *     await scene.apply(deployment('app', { image }))
 *     await scene.untilPods('the pull is denied', (pods) => pods.some((pod) => waiting(pod)?.reason === 'ErrImagePull'))
 *     await scene.kubectl('delete', 'pods', '--all')
 *
 * Every file must do with names and images of its own: the node, its images and the registries are shared. To change a
 * registry's mood (setProxyMode) or password, use `--runInBand` order and put it back in afterEach.
 */
import { randomBytes } from 'node:crypto'
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node'
import type { ClusterAccess } from '../../cluster/access.ts'
import { eventually, GiveUp } from '../../cluster/eventually.ts'
import { kubectl as runKubectl, kubectlOrThrow } from '../../cluster/kubectl.ts'
import type { CommandResult } from '../../cluster/command.ts'
import type { NodeAccess, RegistryAccount } from '../../cluster/node/access.ts'
import type { RegistryName } from '../../cluster/node/registries.ts'
import type { ImagePolicy } from '../../../src/generated/imagepolicy.ts'
import { dockerConfig, dockerConfigSecret, type Logins } from '../../integration/support/objects.ts'
import { OPERATOR_NAMESPACE } from './installOperator.ts'
import { isObject } from '../../cluster/plainData.ts'
import { containersOf, describeEvents, describePods } from './describeState.ts'
import { type SuiteCluster, suiteCluster } from './suiteCluster.ts'

/** How long a state may take on a slow machine: kubelet's second try at a pull comes after 10 s, its third after 20. */
const PATIENCE = { seconds: 120, everyMilliseconds: 250 }

export type Manifest = Readonly<Record<string, unknown>>

export interface PolicyOptions {
  /** Distinguishes the policies of one scene. */
  readonly suffix?: string
  /** User and password by registry key; by default those of the private registry, and of the proxy before it. */
  readonly logins?: Logins
  /** What else is in `spec`. */
  readonly spec?: object
  /** What else is in `spec.credentials`. */
  readonly credentials?: object
}

export interface Scene {
  /** The cluster that was started for the suite. Throws on any other. */
  readonly cluster: ClusterAccess
  /** The node of that cluster. Throws on any other. */
  readonly node: NodeAccess
  /** Of an administrator. */
  readonly kubeconfigPath: string
  readonly namespace: string
  /** Of the private registry. */
  readonly account: RegistryAccount
  /** What stands before the repository in an image reference, and is the registry's key in a docker config. */
  readonly registry: Readonly<Record<RegistryName, string>>
  /** The whole reference of an image in one of the registries. */
  readonly image: Readonly<Record<RegistryName, (repositoryAndTag: string) => string>>
  /** kubectl in the scene's namespace that must succeed; gives what it printed. */
  readonly kubectl: (...args: readonly string[]) => Promise<string>
  /** The same where failing is a result. */
  readonly tryKubectl: (args: readonly string[], input?: string) => Promise<CommandResult>
  /** kubectl apply; objects that name no namespace go to the scene's. Not for cluster-scoped ones: see kubectl. */
  readonly apply: (...objects: readonly Manifest[]) => Promise<void>
  readonly pods: () => Promise<readonly V1Pod[]>
  readonly events: () => Promise<readonly CoreV1Event[]>
  /** Waits until the pods are as described; on the deadline throws how they and the last events were. */
  readonly untilPods: (what: string, holds: (pods: readonly V1Pod[]) => boolean) => Promise<readonly V1Pod[]>
  /** Waits for an Event about an object of the namespace, and gives its message. */
  readonly untilEvent: (reason: string, about?: RegExp) => Promise<string>
  /**
   * Hands credentials out to the scene's namespace: a source in the operator's namespace, by default the account of the
   * private registry, and a policy of the same name. Gives that name.
   */
  readonly policy: (options?: PolicyOptions) => Promise<string>
  /** A policy without credentials for the scene's namespace: it says what cannot start. Gives its name. */
  readonly diagnoseOnly: () => Promise<string>
  /** Waits until a policy is as described; on the deadline throws how it was. */
  readonly untilPolicy: (name: string, what: string, holds: (policy: ImagePolicy) => boolean) => Promise<ImagePolicy>
  /** Takes namespace, policies and sources away, without waiting for its end. */
  readonly close: () => Promise<void>
}

/** Why the first container that waits does; undefined when none does. */
export const waiting = (pod: V1Pod): { readonly reason: string; readonly message: string } | undefined => {
  const state = containersOf(pod).find((status) => status.state?.waiting)?.state?.waiting
  return state && { reason: state.reason ?? '', message: state.message ?? '' }
}

/** All containers of all pods run, and there are pods. */
export const allRun = (pods: readonly V1Pod[]): boolean =>
  pods.length > 0 && pods.every((pod) => pod.status?.phase === 'Running' && waiting(pod) === undefined)

const policyOf = (name: string, namespace: string, spec: object, credentials: object) => ({
  apiVersion: 'pullkeeper.dev/v1alpha1',
  kind: 'ImagePolicy',
  metadata: { name },
  spec: {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    credentials: { sources: [{ name: 'robot', secretRef: { name } }], ...credentials },
    ...spec,
  },
})

/** `True`, `False` or `Unknown`; undefined where the policy has no such condition yet. */
export const conditionOf = ({ status }: ImagePolicy, type: string): string | undefined =>
  status?.conditions?.find((condition) => condition.type === type)?.status

export const openScene = async (title: string, suite: SuiteCluster = suiteCluster()): Promise<Scene> => {
  const { kubectl: cluster, account, registry } = suite
  const namespace = `${title}-${randomBytes(2).toString('hex')}`
  const inNamespace = (args: readonly string[]) => ['--namespace', namespace, ...args]
  const kubectl = (...args: readonly string[]) => kubectlOrThrow(cluster, inNamespace(args))
  const list = async <T>(kind: string): Promise<readonly T[]> => {
    const { items }: { readonly items: readonly T[] } = JSON.parse(
      await kubectl('get', kind, '--output=json', '--sort-by=.metadata.creationTimestamp'),
    )
    return items
  }
  const pods = () => list<V1Pod>('pods')
  const events = () => list<CoreV1Event>('events')
  const state = async () => `${describePods(await pods())}\n${describeEvents(await events())}`
  /** Adds to the failure of waiting how things stand. */
  const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
    try {
      return await eventually(what, ask, PATIENCE)
    } catch (error) {
      if (error instanceof GiveUp || !(error instanceof Error)) throw error
      throw new Error(`${error.message}\n${await state()}`, { cause: error })
    }
  }
  await kubectlOrThrow(cluster, ['create', 'namespace', namespace])
  // Without it the first pod is refused.
  await until('the ServiceAccount default exists', () => kubectl('get', 'serviceaccount', 'default'))
  const inScene = ({ metadata, ...object }: Manifest) => ({
    ...object,
    metadata: { namespace, ...(isObject(metadata) && metadata) },
  })
  const made: (readonly string[])[] = [['namespace', namespace]]
  const { user, password } = account
  const robot: Logins = {
    [registry.private]: [user, password],
    [registry.proxy]: [user, password],
    [registry.plain]: [user, password],
  }
  const inRegistry = (name: RegistryName) => (repositoryAndTag: string) => `${registry[name]}/${repositoryAndTag}`
  return {
    get cluster() {
      return suite.ours()
    },
    get node() {
      return suite.ours().node
    },
    kubeconfigPath: cluster.kubeconfigPath,
    namespace,
    account,
    registry,
    image: {
      private: inRegistry('private'),
      public: inRegistry('public'),
      proxy: inRegistry('proxy'),
      plain: inRegistry('plain'),
      selfSigned: inRegistry('selfSigned'),
    },
    kubectl,
    tryKubectl: (args, input = '') => runKubectl(cluster, inNamespace(args), { input }),
    apply: async (...objects) => {
      const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map(inScene) })
      await kubectlOrThrow(cluster, ['apply', '--filename=-'], { input })
    },
    pods,
    events,
    untilPods: (what, holds) =>
      until(what, async () => {
        const found = await pods()
        return holds(found) ? found : undefined
      }),
    untilEvent: (reason, about = /./) =>
      until(`an event ${reason} that matches ${about}`, async () => {
        const found = (await events()).find((event) => event.reason === reason && about.test(event.message ?? ''))
        return found?.message
      }),
    policy: async ({ suffix = 'policy', logins = robot, spec = {}, credentials = {} } = {}) => {
      const name = `${namespace}-${suffix}`
      made.push(['imagepolicy', name], ['secret', name, `--namespace=${OPERATOR_NAMESPACE}`])
      const items = [
        dockerConfigSecret(OPERATOR_NAMESPACE, name, dockerConfig(logins)),
        policyOf(name, namespace, spec, credentials),
      ]
      const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
      await kubectlOrThrow(cluster, ['apply', '--filename=-'], { input })
      return name
    },
    diagnoseOnly: async () => {
      const name = `${namespace}-diagnose-only`
      made.push(['imagepolicy', name])
      const input = JSON.stringify(policyOf(name, namespace, { credentials: undefined }, {}))
      await kubectlOrThrow(cluster, ['apply', '--filename=-'], { input })
      return name
    },
    untilPolicy: async (name, what, holds) => {
      let last = ''
      const get = async () => {
        last = await kubectlOrThrow(cluster, ['get', 'imagepolicy', name, '--output=json'])
        const policy: ImagePolicy = JSON.parse(last)
        return holds(policy) ? policy : undefined
      }
      try {
        return await until(what, get)
      } catch (error) {
        throw new Error(`${String(error)}\npolicy ${name} was ${last}`, { cause: error })
      }
    },
    close: async () => {
      for (const object of made.toReversed())
        await kubectlOrThrow(cluster, ['delete', ...object, '--ignore-not-found', '--wait=false'])
    },
  }
}
