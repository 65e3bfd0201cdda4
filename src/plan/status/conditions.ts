import type { FindingSummary } from '../../domain/failure/findingSummary.ts'
import type { EffectivePolicy } from '../credentials/effectivePolicy.ts'
import type { StatusInput } from './statusInput.ts'

/** A condition before it is given its time and generation. */
export interface Judgement {
  readonly type: 'Ready' | 'Stalled' | 'CredentialsReady' | 'WorkloadsHealthy'
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** A provider that has been asked and may yet answer holds nothing up for good. */
const badSources = ({ sources }: EffectivePolicy) =>
  sources.filter(({ state }) => state !== 'Ready' && state !== 'Pending')

const pendingSource = ({ sources }: EffectivePolicy) => sources.find(({ state }) => state === 'Pending')

/** What an installation without access to Secrets cannot tell apart: the causes that a denied pull may have. */
const inTheDark =
  'Without access to Secrets, a denied pull of a pod that names pull secrets may be any of PullSecretMissing, ' +
  'PullSecretMalformed, PullSecretWrongType, CredentialsNotAttached, CredentialsMissing and CredentialsRejected.'

const withheld =
  'This installation only diagnoses (config/diagnose-only) and hands no credentials out: install config/default for that, or remove spec.credentials.'

const stalled = ({ effective }: StatusInput): Judgement => {
  if (effective.withheld)
    return { type: 'Stalled', status: 'True', reason: 'DiagnoseOnlyInstallation', message: withheld }
  const bad = badSources(effective)
  const [first] = bad
  if (first === undefined || effective.deleting) {
    return { type: 'Stalled', status: 'False', reason: 'Progressing', message: 'Nothing holds the policy up.' }
  }
  return {
    type: 'Stalled',
    status: 'True',
    reason: 'SourceInvalid',
    message: bad.map(({ name, state, message }) => `source ${name}: ${state}: ${message}`).join('; '),
  }
}

const ready = (input: StatusInput, { status, message }: Judgement): Judgement => {
  const { effective, totals } = input
  if (effective.deleting) {
    return { type: 'Ready', status: 'False', reason: 'Deleting', message: 'References and secrets are being removed.' }
  }
  if (input.impediments.length > 0) {
    return { type: 'Ready', status: 'False', reason: 'OperatorImpeded', message: input.impediments.join('; ') }
  }
  if (effective.withheld) {
    return { type: 'Ready', status: 'False', reason: 'DiagnoseOnlyInstallation', message: `${withheld} ${inTheDark}` }
  }
  if (status === 'True') {
    return {
      type: 'Ready',
      status: 'False',
      reason: 'SourceInvalid',
      message: `${message}; the last good copies stay in use`,
    }
  }
  if (effective.suspended && !effective.withheld) {
    return { type: 'Ready', status: 'True', reason: 'Suspended', message: 'Suspended: watching and reporting only.' }
  }
  if (effective.credentials === undefined) {
    const how = input.seesSecrets ? 'Diagnosing; no credentials to hand out.' : `Diagnosing. ${inTheDark}`
    return { type: 'Ready', status: 'True', reason: 'DiagnoseOnly', message: how }
  }
  const pending = pendingSource(effective)
  if (pending !== undefined) {
    const waiting = `Waiting for source ${pending.name}: ${pending.message}.`
    return { type: 'Ready', status: 'False', reason: 'Progressing', message: waiting }
  }
  const { namespaces, problemCount } = totals
  const selected = namespaces.selected
  if (selected === 0) {
    return {
      type: 'Ready',
      status: 'True',
      reason: 'NothingSelected',
      message: 'namespaceSelector selects no namespace.',
    }
  }
  const where = `Credentials are in ${namespaces.ready} of ${count(selected, 'namespace')}`
  if (namespaces.ready + problemCount < selected) {
    return { type: 'Ready', status: 'False', reason: 'Progressing', message: `${where}.` }
  }
  return problemCount === 0
    ? { type: 'Ready', status: 'True', reason: 'Applied', message: `${where}.` }
    : { type: 'Ready', status: 'True', reason: 'AppliedWithProblems', message: `${where}; ${problemText(input)}` }
}

const problemText = ({ totals: { problems, problemCount } }: StatusInput): string => {
  const more = problemCount - problems.length
  return `${problems.map(({ message }) => message).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

const credentialsReady = (input: StatusInput): Judgement | undefined => {
  const { effective, totals } = input
  if (effective.credentials === undefined) return undefined
  const type = 'CredentialsReady'
  if (badSources(effective).length > 0) {
    const names = badSources(effective).map(({ name }) => name)
    return { type, status: 'False', reason: 'SourceInvalid', message: `Not usable: source ${names.join(', ')}.` }
  }
  const [problem] = totals.problems
  if (problem !== undefined) return { type, status: 'False', reason: problem.reason, message: problemText(input) }
  const { namespaces, accounts } = totals
  const message = `${namespaces.ready} of ${count(namespaces.selected, 'namespace')}, ${accounts.attached} of ${count(accounts.selected, 'ServiceAccount')}.`
  if (namespaces.selected === 0) return { type, status: 'True', reason: 'NothingSelected', message }
  return namespaces.ready === namespaces.selected
    ? { type, status: 'True', reason: 'Published', message }
    : { type, status: 'False', reason: effective.suspended ? 'Suspended' : 'Publishing', message }
}

/** What would fail at a restart fails not yet: it is said, and turns nothing False. Empty when there is none. */
const foretold = ({ failing, items }: FindingSummary): string => {
  if (failing === 0) return ''
  const names = items.map(({ workload: { namespace, kind, name } }) => `${namespace}/${kind}/${name}`)
  const more = failing > new Set(names).size ? ', …' : ''
  return ` ${count(failing, 'workload runs', 'workloads run')} but may be denied an image at a restart (Event ImageLostAtRestart): ${[...new Set(names)].join(', ')}${more}.`
}

const workloadsHealthy = ({ findings, risks }: StatusInput): Judgement => {
  const type = 'WorkloadsHealthy'
  const { failing, byCause } = findings
  const [top] = byCause
  if (top === undefined) {
    const reason = risks.failing === 0 ? 'NoneFailing' : 'ImageLostAtRestart'
    return { type, status: 'True', reason, message: `Every selected workload can start.${foretold(risks)}` }
  }
  const message = byCause.map(({ cause, workloads }) => `${cause}: ${count(workloads, 'workload')}`).join(', ')
  return {
    type,
    status: 'False',
    reason: top.cause,
    message: `${count(failing, 'workload')} cannot start: ${message}.${foretold(risks)}`,
  }
}

/** Judges a policy's four conditions; a diagnose-only policy has no CredentialsReady. */
export const judge = (input: StatusInput): readonly Judgement[] => {
  const isStalled = stalled(input)
  const credentials = credentialsReady(input)
  return [ready(input, isStalled), isStalled, ...(credentials ? [credentials] : []), workloadsHealthy(input)]
}
