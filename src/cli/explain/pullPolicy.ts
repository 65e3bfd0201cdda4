import type { DeclaredContainer } from '../../domain/audit/declaredPod.ts'
import { checksCredentialsByDefault, explainNextStart, nextStart } from '../../domain/image/nextStart.ts'
import { explainOrigin, pullPolicyOf, type StandingPolicy } from '../../domain/image/pullPolicy.ts'
import { parseImageReference } from '../../domain/image/reference.ts'
import type { ImagePullPolicy, Pod } from '../../domain/objects/pod.ts'
import type { PolicyExplanation } from './explanation.ts'
import type { Facts } from './gather.ts'
import { candidateNodes } from './nodes.ts'

/** Kubelets of the nodes differ in whether they check credentials: if one does, it may matter. */
const checks = ({ nodes, declared, pod }: Facts): boolean =>
  candidateNodes(nodes ?? [], declared, pod.spec.nodeName).some(({ kubeletVersion }) =>
    checksCredentialsByDefault(kubeletVersion),
  )

/** Policies and what is not known of them, before they are put into words. */
interface Seen {
  readonly standing: Pick<StandingPolicy, 'policy' | 'template' | 'admitted'>
  readonly note?: string
}

const ofPod = ({ name, image, pullPolicy }: DeclaredContainer, { template, declared }: Facts): Seen => {
  const asked = template?.containers.get(name)
  // Of another image it says nothing: the pod is of an earlier template, or was edited.
  const comparable = asked?.image === image ? asked.pullPolicy : undefined
  const standing = {
    ...(pullPolicy !== undefined && { policy: pullPolicy }),
    ...(comparable !== undefined && { template: comparable }),
    admitted: declared.admitted,
  }
  return comparable !== undefined && comparable !== pullPolicy && template?.editable === true
    ? {
        standing,
        note: `${template.owner} asks for ${comparable}, unless its template was edited since the pod was made`,
      }
    : { standing }
}

const policyIn = (pod: Pod, { name, image }: DeclaredContainer): ImagePullPolicy | undefined =>
  pod.containers.find((each) => each.name === name && each.image === image)?.imagePullPolicy

const unseen = 'whether the admission plugin AlwaysPullImages makes it Always cannot be seen before there is a pod'

/** Of a template its newest pod with the same image shows what admission makes of it. */
const ofTemplate = (container: DeclaredContainer, { inventory }: Facts, byTemplate: ImagePullPolicy): Seen => {
  const { pullPolicy } = container
  const own = pullPolicy === undefined ? {} : { policy: pullPolicy }
  if (byTemplate === 'Always') return { standing: own }
  const pods = Array.from(inventory.pods.values()).sort((a, b) => b.createdAt - a.createdAt)
  const made = pods.map((pod) => policyIn(pod, container)).find((policy) => policy !== undefined)
  if (made === undefined) return { standing: own, note: unseen }
  return made === 'Always'
    ? {
        standing: { policy: made, template: byTemplate },
        note: `the template asks for ${byTemplate}, its newest pod has Always`,
      }
    : { standing: own }
}

/** The pull policy in force, where it comes from, and what it will do. */
export const explainPolicy = (container: DeclaredContainer, facts: Facts): PolicyExplanation => {
  const parsed = parseImageReference(container.image)
  const reference = parsed.ok ? parsed.reference : undefined
  const { namespace, name, kind } = facts.subject
  const written = {
    reference,
    ...(container.policyWritten !== undefined && { written: container.policyWritten }),
    ...(container.policyApplied !== undefined && { applied: container.policyApplied }),
  }
  const byTemplate = pullPolicyOf({ ...written, ...(container.pullPolicy && { policy: container.pullPolicy }) }).policy
  const { standing, note } = kind === 'Pod' ? ofPod(container, facts) : ofTemplate(container, facts, byTemplate)
  const found = pullPolicyOf({ ...written, ...standing })
  const pod = kind === 'Pod' ? facts.inventory.pods.get(`${namespace}/${name}`) : undefined
  const next = nextStart({
    policy: found.policy,
    ...(pod?.pulled.includes(container.name) === true && { onNode: true }),
    checksCredentials: checks(facts),
  })
  return {
    policy: found.policy,
    origin: found.origin,
    because: explainOrigin(found),
    nextStart: next,
    effect: explainNextStart(next, reference),
    ...(note !== undefined && { note }),
  }
}
