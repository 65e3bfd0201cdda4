import type { DeclaredContainer } from '../../domain/audit/declaredPod.ts'
import { lifecycleStory } from '../../domain/lifecycle/timeline.ts'
import { redact } from '../../domain/redact.ts'
import type { ExplainedContainer } from '../../store/records/explainedPod.ts'
import { explainEnvironment } from './environment.ts'
import type { ContainerExplanation, Explanation } from './explanation.ts'
import { explainFailures } from './failures.ts'
import type { Facts } from './gather.ts'
import { explainCredentials, explainImage, explainPlatforms } from './images.ts'
import { explainPolicy } from './pullPolicy.ts'
import { explainRuntimeClass } from './nodes.ts'

type Role = ContainerExplanation['role']

interface Placed {
  readonly role: Role
  readonly container: ExplainedContainer
}

const containersOf = ({ pod: { spec } }: Facts): readonly Placed[] => [
  ...spec.initContainers.map((container) => ({
    role: container.restartPolicy === 'Always' ? ('sidecar' as const) : ('init' as const),
    container,
  })),
  ...spec.containers.map((container) => ({ role: 'regular' as const, container })),
  ...spec.ephemeralContainers.map(({ common }) => ({ role: 'ephemeral' as const, container: common })),
]

/** What an audit's record does not hold: ephemeral containers have no lifecycle, and their policy is their own. */
const declaredAs = ({ name, image = '' }: ExplainedContainer): DeclaredContainer => ({ name, image, lifecycle: {} })

/** Puts an explanation together, in the order in which a container comes to life. */
export const explain = (facts: Facts): Explanation => {
  const { subject, declared, unread } = facts
  const { apiVersion, kind, namespace, name } = subject
  const failures = explainFailures(facts)
  const runtimeClass = explainRuntimeClass(facts)
  const containers = containersOf(facts).map(({ role, container }): ContainerExplanation => {
    const image = container.image ?? ''
    const as = declared.containers.find((each) => each.name === container.name) ?? declaredAs(container)
    const { starting, stopping } = lifecycleStory(as.lifecycle, declared.gracePeriod)
    return {
      name: container.name,
      role,
      image: explainImage(image),
      pullPolicy: explainPolicy(as, facts),
      credentials: explainCredentials(image, facts),
      platforms: explainPlatforms(image, facts),
      runtimeClass,
      lifecycle: { starting: starting.map(redact), stopping: stopping.map(redact) },
      environment: explainEnvironment(container, facts),
      failures: failures.get(container.name) ?? [],
    }
  })
  return {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'Explanation',
    object: { apiVersion, kind, namespace, name },
    pods: facts.inventory.pods.size(),
    containers,
    podFailures: failures.get('') ?? [],
    unread,
  }
}
