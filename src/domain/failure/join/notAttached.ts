import { credentialTries } from '../../credentials/keyring.ts'
import type { Pod } from '../../objects/pod.ts'
import { objectionToEviction } from '../../recovery/objections.ts'
import { howToEdit, howToReplace } from '../../recovery/restart.ts'
import type { PolicySecret, World } from '../world.ts'
import { cutSentence } from './policyHint.ts'
import { denialOf, type DeniedPull, type Question } from './denied.ts'

interface Candidate {
  readonly name: string
  /** What gives it; absent for a Secret that somebody else keeps. */
  readonly given?: PolicySecret
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Secrets that would match the image and that the pod does not name: policies' first, then by name. */
const candidates = ({ pod, reference }: DeniedPull, world: World): readonly Candidate[] => {
  const matches = (name: string, keys: readonly string[]): boolean =>
    !pod.imagePullSecrets.includes(name) && credentialTries(reference, [{ name, keys }]).length > 0
  const given = world
    .policySecretsIn(pod.namespace)
    .filter(({ secretName, keys }) => matches(secretName, keys))
    .map((one) => ({ name: one.secretName, given: one }))
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.given.policy, b.given.policy))
  const present = world
    .pullSecretsIn(pod.namespace)
    .filter(({ name, keys, problem }) => problem === undefined && matches(name, keys))
    .map(({ name }) => ({ name }))
    .sort((a, b) => compareText(a.name, b.name))
  return [...given, ...present]
}

/** A pod's list is its ServiceAccount's at creation, or its template's; only in the first case would a new pod differ. */
const setByTemplate = (names: readonly string[], listed: readonly string[]): boolean =>
  names.some((name) => !listed.includes(name))

/** What becomes of a pod that is older than the name on its account: we evict it, or say why not and what to do. */
const recovery = (given: PolicySecret, { pod, image }: DeniedPull, world: World): string => {
  const objection = objectionToEviction({
    pod,
    account: world.serviceAccount(pod.namespace, pod.serviceAccountName),
    managed: given,
    denied: [image],
    limited: false,
    template: pod.controller === undefined ? 'unread' : world.templateOf(pod.controller.uid),
  })
  return objection === undefined
    ? `Nothing is to be done: Pullkeeper evicts it for ImagePolicy ${given.policy}, and its replacement carries the name.`
    : `Pullkeeper does not evict it: ${objection.reason}. Next: ${objection.step}.`
}

const step = ({ name, given }: Candidate, denied: DeniedPull, world: World) => {
  const { pod } = denied
  const { namespace, serviceAccountName, imagePullSecrets } = pod
  const policy = given?.policy
  const account = `ServiceAccount ${namespace}/${serviceAccountName}`
  const known = world.serviceAccount(namespace, serviceAccountName)
  const listed = known?.imagePullSecrets ?? []
  const from = policy === undefined ? `Secret ${name}` : `Secret ${name} of ImagePolicy ${policy}`
  if (known === undefined && policy === undefined) {
    // An account that is not known says nothing of where the pod's list comes from.
    return {
      happened: `${from} matches, but the pod does not name it.`,
      remedy: `Add ${name} to imagePullSecrets of ${account} or of the pod template, then restart the workload.`,
    }
  }
  if (setByTemplate(imagePullSecrets, listed)) {
    return {
      happened: `${from} matches, but the pod template sets imagePullSecrets of its own (${imagePullSecrets.join(', ')}).`,
      remedy: `Remove imagePullSecrets from the pod template, so that ${account} supplies them, or add ${name} to them: ${howToEdit(pod)}.`,
    }
  }
  if (given?.hindrance !== undefined && !(listed.includes(name) && given.recovery === 'Suspended')) {
    const { happened, remedy } = given.hindrance
    const lists = listed.includes(name) ? 'the pod does not name it' : `${account} does not list it`
    return {
      happened: `${from} would match, but ${lists}: the policy ${cutSentence(happened)}.`,
      remedy: `${remedy}, then restart the workload.`,
    }
  }
  if (listed.includes(name)) {
    return {
      happened: `${from} matches and ${account} lists it, but this pod was created before that, and a pod's list never changes.`,
      remedy:
        given === undefined
          ? `Restart it, for its new pods carry the name: ${howToReplace(pod)}.`
          : recovery(given, denied, world),
    }
  }
  if (given?.selectsAccount !== undefined && known !== undefined && !given.selectsAccount(known)) {
    return {
      happened: `${from} matches, but the policy does not select ${account}, so the pod does not name it.`,
      remedy: `Add ${serviceAccountName} to serviceAccounts of ImagePolicy ${given.policy} (spec.credentials), or let the pod use an account that it selects, then restart the workload.`,
    }
  }
  return {
    happened: `${from} matches, but ${account} does not list it, and so neither does the pod.`,
    remedy:
      policy === undefined
        ? `Add ${name} to imagePullSecrets of ${account} or of the pod template, then restart the workload.`
        : `Let ImagePolicy ${policy} select ${account} (kubectl describe imagepolicy ${policy} says what keeps it), then restart the workload.`,
  }
}

const isListed = ({ name }: Candidate, { namespace, serviceAccountName }: Pod, world: World): boolean =>
  world.serviceAccount(namespace, serviceAccountName)?.imagePullSecrets.includes(name) ?? false

/** Credentials that would do are at hand, but not on the pod. */
export const credentialsNotAttached: Question = (denied, world) => {
  const found = candidates(denied, world)
  const best = found.find((candidate) => isListed(candidate, denied.pod, world)) ?? found[0]
  if (best === undefined) return undefined
  const { happened, remedy } = step(best, denied, world)
  return { cause: 'CredentialsNotAttached', happened: `${denialOf(denied)}. ${happened}`, remedy }
}
