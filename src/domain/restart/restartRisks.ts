import { credentialTries } from '../credentials/keyring.ts'
import type { Answer } from '../failure/answer.ts'
import type { World } from '../failure/world.ts'
import { checksCredentialsByDefault } from '../image/nextStart.ts'
import { parseImageReference, type ImageReference } from '../image/reference.ts'
import type { Container, Pod } from '../objects/pod.ts'
import { howToReplace } from '../recovery/restart.ts'
import { rememberingRepositories, type RepositoryOf } from './repositoryDenied.ts'

/** A container that runs now, and would be denied its image if it were started again on its node. */
export interface RestartRisk extends Answer {
  readonly pod: Pod
  readonly container: string
  readonly image: string
}

/** What is asked of the cluster about pods that run. */
export type RestartWorld = Pick<
  World,
  'node' | 'knowsSecretsIn' | 'pullSecret' | 'otherSecret' | 'policySecretsIn' | 'serviceAccount'
>

interface Running {
  readonly pod: Pod
  readonly container: Container
  readonly reference: ImageReference
  readonly repository: string
  readonly node: string
  /** Some pull secret of the pod matches the image. */
  readonly covered: boolean
}

const isUp = ({ deleting, phase }: Pod): boolean => !deleting && phase === 'Running'

const tells = (pod: Pod, reference: ImageReference, world: RestartWorld): boolean =>
  credentialTries(
    reference,
    pod.imagePullSecrets.flatMap((name) => world.pullSecret(pod.namespace, name) ?? []),
  ).length > 0

/** The containers of a pod whose image is on its node, of these repositories. */
const runningIn = (
  pod: Pod,
  denied: ReadonlySet<string>,
  repositoryOf: RepositoryOf,
  world: RestartWorld,
): readonly Running[] =>
  pod.containers.flatMap((container) => {
    const { nodeName: node } = pod
    if (node === undefined || !pod.pulled.includes(container.name)) return []
    const repository = repositoryOf(container.image)
    if (repository === undefined || !denied.has(repository)) return []
    const parsed = parseImageReference(container.image)
    if (!parsed.ok) return []
    const { reference } = parsed
    return [{ pod, container, reference, repository, node, covered: tells(pod, reference, world) }]
  })

/** A pull secret that the pod names and that is not there (any more). */
const lostSecret = ({ namespace, imagePullSecrets }: Pod, world: RestartWorld): string | undefined =>
  imagePullSecrets.find(
    (name) =>
      name !== '' &&
      world.pullSecret(namespace, name) === undefined &&
      world.otherSecret(namespace, name) === undefined,
  )

/** Always asks the registry at every start, on every version, and is no news; a failing container is a finding. */
const mayStartFromCopy = ({ container: { name, role, imagePullPolicy }, pod }: Running): boolean =>
  (role === 'regular' || role === 'sidecar') &&
  imagePullPolicy !== 'Always' &&
  !pod.waiting.some(({ container }) => container === name)

const nodeChecks = ({ node }: Running, world: RestartWorld): boolean =>
  checksCredentialsByDefault(world.node(node)?.kubeletVersion ?? '')

const knowsSecrets = ({ pod }: Running, world: RestartWorld): boolean =>
  (world.knowsSecretsIn?.(pod.namespace) ?? true) &&
  // One that cannot be read fails every pull already, and is told of where it does.
  !pod.imagePullSecrets.some((name) => world.pullSecret(pod.namespace, name)?.problem !== undefined)

/** A policy's secret that would let a new pod of this account pull the image. */
const given = ({ pod, reference }: Running, world: RestartWorld) => {
  const listed = world.serviceAccount(pod.namespace, pod.serviceAccountName)?.imagePullSecrets ?? []
  return world
    .policySecretsIn(pod.namespace)
    .find(
      ({ secretName, keys }) =>
        listed.includes(secretName) && credentialTries(reference, [{ name: secretName, keys }]).length > 0,
    )
}

const answer = (running: Running, lost: string | undefined, world: RestartWorld): Answer => {
  const { pod, container, repository } = running
  const why =
    lost === undefined ? 'no pull secret of the pod matches it' : `pull secret ${lost}, which the pod names, is gone`
  const policy = given(running, world)
  const replace = howToReplace(pod)
  const remedy =
    policy === undefined
      ? `Let an ImagePolicy with credentials for ${repository} select namespace ${pod.namespace}, or add a pull secret for it to the ServiceAccount; then: ${replace}.`
      : `A new pod gets pull secret ${policy.secretName} of ImagePolicy ${policy.policy}: ${replace}.`
  return {
    cause:
      lost !== undefined ? 'PullSecretMissing' : policy === undefined ? 'CredentialsMissing' : 'CredentialsNotAttached',
    happened: `It runs, but if it is started again it may be denied ${container.image}, which is on its node: ${why}, registry ${running.reference.host} denies ${repository} to pods without credentials, and kubelet (from 1.35 on) lets no pod use what was pulled with the credentials of another. Credentials of the node itself and preloaded images cannot be seen from here, and would spare it.`,
    remedy,
  }
}

/**
 * Which running containers would lose their image at a restart, because kubelet asks from 1.35 on whether the pod could
 * have pulled it (KEP-2535, policy NeverVerifyPreloadedImages). That is foretold only on evidence: a registry denies the
 * repository to pods that have no credentials for it, none of the pod's pull secrets matches, and the node's copy was
 * pulled with credentials, since another pod there has them, or the pod's own are gone.
 *
 * @param denied repositories (`host/path`) that pods without credentials are being denied: see `repositoryDenied`
 */
export const restartRisks = (
  pods: Iterable<Pod>,
  denied: ReadonlySet<string>,
  world: RestartWorld,
): readonly RestartRisk[] => [...restartRiskSteps(pods, denied, world)].flat()

/** The same in small steps, each of which gives what it found, for who has to let others work in between. */
export function* restartRiskSteps(
  pods: Iterable<Pod>,
  denied: ReadonlySet<string>,
  world: RestartWorld,
): Generator<readonly RestartRisk[], void> {
  if (denied.size === 0) return
  const repositoryOf = rememberingRepositories()
  const place = ({ node, container }: Running): string => `${node} ${container.image}`
  const running: Running[] = []
  const pulledWithCredentials = new Set<string>()
  for (const pod of pods) {
    for (const one of isUp(pod) ? runningIn(pod, denied, repositoryOf, world) : []) {
      running.push(one)
      if (one.covered) pulledWithCredentials.add(place(one))
    }
    yield []
  }
  for (const one of running) yield risksOf(one, pulledWithCredentials.has(place(one)), world)
}

const risksOf = (one: Running, pulledWithCredentials: boolean, world: RestartWorld): readonly RestartRisk[] => {
  if (one.covered || !mayStartFromCopy(one) || !nodeChecks(one, world) || !knowsSecrets(one, world)) return []
  const lost = lostSecret(one.pod, world)
  if (lost === undefined && !pulledWithCredentials) return []
  return [{ pod: one.pod, container: one.container.name, image: one.container.image, ...answer(one, lost, world) }]
}
