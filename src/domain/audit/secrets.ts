import { credentialTries } from '../credentials/keyring.ts'
import { parseImageReference } from '../image/reference.ts'
import type { PolicySecret } from '../failure/world.ts'
import type { Advice } from './advice.ts'
import type { DeclaredPod } from './declaredPod.ts'
import { imagesOf } from './images.ts'
import type { KnownSecret, Surroundings } from './surroundings.ts'

interface Named {
  readonly name: string
  readonly namespace: string
  /** Who lists it, as the end of a sentence. */
  readonly listedBy: string
  /** Shared by all pods of a ServiceAccount: need not fit each of them. */
  readonly shared: boolean
}

type Question = (
  named: Named,
  secret: KnownSecret | undefined,
  pod: DeclaredPod,
  around: Surroundings,
) => Advice | undefined

const secretsOf = (pod: DeclaredPod, { accountSecrets }: Surroundings): readonly Named[] => {
  const { namespace } = pod.workload
  if (pod.imagePullSecrets.length > 0) {
    const listed = accountSecrets(namespace, pod.serviceAccountName)
    return pod.imagePullSecrets.map((name) => ({
      name,
      namespace,
      listedBy: 'the pod names it',
      shared: listed?.includes(name) ?? pod.admitted,
    }))
  }
  const listedBy = `ServiceAccount ${pod.serviceAccountName} lists it`
  return (accountSecrets(namespace, pod.serviceAccountName) ?? []).map((name) => ({
    name,
    namespace,
    listedBy,
    shared: true,
  }))
}

/** Some image of the pod that none of its other secrets fits: without this one it may not be pulled. */
const needsIt = (name: string, pod: DeclaredPod, around: Surroundings): boolean => {
  const others = secretsOf(pod, around).flatMap((other) => {
    const secret = around.secret(other.namespace, other.name)
    return other.name !== name && secret?.kind === 'readable' ? [{ name: other.name, keys: secret.keys }] : []
  })
  return imagesOf(pod).some(({ image }) => {
    const parsed = parseImageReference(image)
    return parsed.ok && credentialTries(parsed.reference, others).length === 0
  })
}

/** A policy makes it, unless something keeps it from that. */
const missingYet = ({ policy, hindrance }: PolicySecret, name: string, listedBy: string): Advice | undefined =>
  hindrance === undefined
    ? undefined
    : {
        severity: 'error',
        cause: 'PullSecretMissing',
        message: `Pull secret ${name} does not exist (${listedBy}): it is for ImagePolicy ${policy} to make, which ${hindrance.happened}.`,
        remedy: `${hindrance.remedy}; do not create the Secret by hand.`,
      }

const missing: Question = ({ name, namespace, listedBy }, secret, pod, around) => {
  if (secret !== undefined) return undefined
  const keeper = around.keptBy?.(namespace, name)
  if (keeper !== undefined) return missingYet(keeper, `${namespace}/${name}`, listedBy)
  const remedy = `Create it: kubectl -n ${namespace} create secret docker-registry ${name}; or correct the name.`
  if (!around.knowsSecretsIn(namespace)) {
    return {
      severity: 'warning',
      cause: 'PullSecretMissing',
      message: `Pull secret ${namespace}/${name} is not among what was read (${listedBy}): if it is not in the cluster either, kubelet pulls without it.`,
      remedy,
    }
  }
  return {
    severity: !pod.live && needsIt(name, pod, around) ? 'error' : 'warning',
    cause: 'PullSecretMissing',
    message: `Pull secret ${namespace}/${name} does not exist (${listedBy}): kubelet pulls without it.`,
    remedy,
  }
}

const malformed: Question = ({ name, namespace, listedBy }, secret) =>
  secret?.kind === 'malformed'
    ? {
        severity: 'error',
        cause: 'PullSecretMalformed',
        message: `Pull secret ${namespace}/${name} cannot be read (${secret.problem}; ${listedBy}), which fails every pull of the pod.`,
        remedy: `Correct the Secret: kubectl -n ${namespace} edit secret ${name}.`,
      }
    : undefined

const otherType: Question = ({ name, namespace, listedBy }, secret, pod, around) =>
  secret?.kind === 'otherType'
    ? {
        severity: !pod.live && needsIt(name, pod, around) ? 'error' : 'warning',
        cause: 'PullSecretWrongType',
        message: `Pull secret ${namespace}/${name} is of type ${secret.type}, which kubelet ignores without a word (${listedBy}).`,
        remedy: `A Secret's type cannot be changed: delete it and make it anew with kubectl -n ${namespace} create secret docker-registry ${name}.`,
      }
    : undefined

const fitsNoImage: Question = ({ name, namespace, shared }, secret, pod) => {
  if (shared || secret?.kind !== 'readable') return undefined
  const fits = imagesOf(pod).some(({ image }) => {
    const parsed = parseImageReference(image)
    return parsed.ok && credentialTries(parsed.reference, [{ name, keys: secret.keys }]).length > 0
  })
  if (fits) return undefined
  const keys = secret.keys.slice(0, 3).join(', ')
  return {
    severity: 'warning',
    cause: 'PullSecretFitsNoImage',
    message: `Pull secret ${namespace}/${name} fits no image of the pod (${keys === '' ? 'it has no keys' : `its keys: ${keys}`}).`,
    remedy: `Add a key for the images' registry to the Secret, or remove ${name} from imagePullSecrets.`,
  }
}

const questions: readonly Question[] = [missing, malformed, otherType, fitsNoImage]

/** What is wrong or unwise about the pull secrets that a pod gets. */
export const adviceOnSecrets = (pod: DeclaredPod, around: Surroundings): readonly Advice[] =>
  secretsOf(pod, around).flatMap((named) => {
    const secret = around.secret(named.namespace, named.name)
    return questions
      .map((ask) => ask(named, secret, pod, around))
      .filter((advice) => advice !== undefined)
      .slice(0, 1)
  })
