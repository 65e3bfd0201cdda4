import { neverMatches } from '../credentials/lint/neverMatches.ts'
import { showKey } from '../credentials/registryKey.ts'
import type { Hindrance } from '../policy/hindrance.ts'
import type { SourceStanding } from '../policy/standing.ts'
import type { Advice } from './advice.ts'

/** Somebody else has the managed name in a namespace. */
export interface NameConflict {
  readonly namespace: string
  /** Who has it and what to do, one or two sentences. */
  readonly message: string
}

/** An ImagePolicy, as far as its manifest or the cluster shows it. */
export interface AuditedPolicy {
  readonly name: string
  readonly hasSelector: boolean
  /** Absent: it only diagnoses. */
  readonly credentials?: {
    readonly secretName: string
    readonly sources: readonly (SourceStanding & { readonly registries: readonly string[] })[]
  }
  /** Of the namespaces that were read; absent when none were. */
  readonly selects?: { readonly namespaces: number; readonly of: number }
  readonly conflicts: readonly NameConflict[]
  /** Why the operator does not carry it out, beside its sources. */
  readonly notReady?: Hindrance
}

type Question = (policy: AuditedPolicy) => readonly Advice[]

const sources: Question = ({ name, credentials }) =>
  (credentials?.sources ?? []).flatMap(({ name: source, trouble }): readonly Advice[] =>
    trouble === undefined
      ? []
      : [
          {
            severity: trouble.sure ? 'error' : 'warning',
            cause: 'PolicySourceInvalid',
            message: `Source ${source} is not usable (${trouble.state}): ${trouble.message}.`,
            remedy: `Until it is, the policy hands out nothing new: correct the Secret, or source ${source} of ImagePolicy ${name}.`,
          },
        ],
  )

const keys: Question = ({ credentials }) =>
  (credentials?.sources ?? []).flatMap(({ name, registries }) =>
    registries.flatMap((key): readonly Advice[] => {
      const why = neverMatches(key)
      if (why === undefined) return []
      return [
        {
          severity: 'error',
          cause: 'KeyNeverMatches',
          message: `${showKey(key)} in registries of source ${name} can match no image: ${why}.`,
          remedy: 'Correct or remove it.',
        },
      ]
    }),
  )

const selection: Question = ({ credentials, hasSelector, selects }) => {
  if (credentials !== undefined && !hasSelector) {
    return [
      {
        severity: 'error',
        cause: 'PolicySelectsNothing',
        message: 'It has credentials and no namespaceSelector: the API server refuses it.',
        remedy: 'Say which namespaces receive them in spec.namespaceSelector; {} is every namespace.',
      },
    ]
  }
  if (selects === undefined || selects.namespaces > 0) return []
  return [
    {
      severity: 'warning',
      cause: 'PolicySelectsNothing',
      message: `Its namespaceSelector selects none of the ${selects.of} namespaces that were read.`,
      remedy: 'Correct spec.namespaceSelector, or label the namespaces that it is meant for.',
    },
  ]
}

/** Enough to act on; there may be a thousand. */
const shown = 3

const conflicts: Question = ({ name, credentials, conflicts: found }) => {
  if (credentials === undefined || found.length === 0) return []
  const where = `${found.length} namespace${found.length === 1 ? '' : 's'}`
  return [
    {
      severity: 'error',
      cause: 'PolicyNameConflict',
      message: `The name of its managed secret, ${credentials.secretName}, is another's in ${where}, so it hands out nothing there.`,
      remedy: `Rename or delete the other, or make a new policy with another secretName in place of ${name} (it is immutable).`,
      evidence: found.slice(0, shown).map(({ namespace, message }) => `${namespace}: ${message}`),
    },
  ]
}

const readiness: Question = ({ notReady }) =>
  notReady === undefined
    ? []
    : [
        {
          severity: 'error',
          cause: 'PolicyNotReady',
          message: `The policy ${notReady.happened}.`,
          remedy: `${notReady.remedy}.`,
        },
      ]

const questions: readonly Question[] = [readiness, sources, keys, selection, conflicts]

/** What is wrong with an ImagePolicy, or will be once it is applied. */
export const auditPolicy = (policy: AuditedPolicy): readonly Advice[] => questions.flatMap((ask) => ask(policy))
