import { ApiError, failureOfStatus, failureWithoutAnswer } from '../../../src/kube/apiError.ts'
import { objectAt } from '../apiserver/json.ts'
import type { InProcessStore } from '../apiserver/inProcess.ts'
import { settle } from '../../unit/runtime/manualClock.ts'
import { wrongWith } from './expectation.ts'
import { forbiddenIn, tracesOf } from './invariants.ts'
import { createModelServer, policies } from './modelServer.ts'
import { drain } from './scenario.ts'
import { startModelOperator, type ModelOperator } from './modelOperator.ts'
import { createRandom, type Random } from './random.ts'
import { createWriters } from './writers/writers.ts'

/** What a run came to. */
export interface Simulated {
  /** What was not as it should have been; empty when all went well. */
  readonly wrong: readonly string[]
  /** What happened, in order: to be read when something is wrong. */
  readonly trace: readonly string[]
  readonly writes: number
  readonly kills: number
}

const minuteMs = 60_000

/** Longer than anything in the operator waits for, and than the memory of a fight. */
const quietMinutes = 16

/** These leave open whether it was done. */
const silences = (name: string): readonly ApiError[] => [
  new ApiError(failureWithoutAnswer('Unreachable', 'the connection broke'), name),
  new ApiError(failureOfStatus({}, 500), name),
]

const refusals = (name: string): readonly ApiError[] => [
  new ApiError(failureOfStatus({ details: { retryAfterSeconds: 1 } }, 429), name),
  new ApiError(failureOfStatus({}, 403), name),
]

/**
 * Several writers and the operator on one API server, in an order that chance decides: requests are answered late, lost
 * or refused, watches tell late, and the operator is killed after any write. Then everybody rests.
 */
export const simulate = async (seed: number): Promise<Simulated> => {
  const random: Random = createRandom(seed)
  let time = Date.UTC(2026, 0, 1)
  const server: InProcessStore = createModelServer(() => time)
  const writers = createWriters(server, random)
  const trace: string[] = []
  const wrong: string[] = []
  let writes = 0
  let kills = 0
  let operating = false
  /** What the operator knew when it asked for what is being done. */
  let claims: ReadonlyMap<string, string> = new Map()
  /** Namespaces in which something was refused: a policy does not wait for these. */
  const refusing = new Set<string>()
  for (const resource of ['secrets', 'serviceaccounts'])
    server.onChange(resource, (change) => {
      const problem = operating ? forbiddenIn(server, change) : undefined
      if (problem !== undefined) wrong.push(problem)
    })
  server.onChange(policies, ({ type, object }) => {
    const underWay = operator.calls.some(({ writes: isWrite, name }) => isWrite && !name.includes('imagepolicies'))
    if (operating && type === 'DELETED' && !underWay) wrong.push(...tracesOf(server, object, refusing, claims))
  })

  let operator: ModelOperator = startModelOperator(server, random, time)

  const takeCall = () => operator.calls.splice(random.below(operator.calls.length), 1)[0]
  const perform = (call: NonNullable<ReturnType<typeof takeCall>>): (() => void) => {
    operating = true
    claims = call.claims
    const answer = call.perform()
    operating = false
    if (call.writes) {
      writes += 1
      trace.push(`operator: ${call.name}`)
    }
    return answer
  }
  const restart = (why: string): void => {
    operator.kill()
    kills += 1
    trace.push(`operator killed ${why}`)
    operator = startModelOperator(server, random, time)
  }
  const answerCall = (): void => {
    const call = takeCall()
    if (call === undefined) return
    if (random.chance(0.06)) {
      // Done, but nobody hears of it; or never done.
      const done = random.chance(0.5)
      if (done) perform(call)
      const error = random.pick([...silences(call.name), ...(done ? [] : refusals(call.name))])
      if (error?.status === 403) refusing.add(/namespaces\/([^/]+)/.exec(call.name)?.[1] ?? '')
      if (error !== undefined) call.fail(error)
      trace.push(`operator: ${call.name} failed: ${error?.code}`)
      return
    }
    const answer = perform(call)
    if (call.writes && random.chance(0.06)) restart(`after ${call.name}`)
    else answer()
  }
  const tell = (): void => {
    const waiting = [...operator.untold.values()].filter((queue) => queue.length > 0)
    random.pick(waiting)?.shift()?.()
  }
  const pass = async (ms: number): Promise<void> => {
    time += ms
    await operator.clock.advance(ms)
  }
  const rest = async (): Promise<void> => {
    await drain(operator, (call) => perform(call)())
    for (let minute = 0; minute < quietMinutes; minute += 1) {
      await pass(minuteMs)
      await drain(operator, (call) => perform(call)())
    }
  }
  const check = (when: string): void => {
    wrong.push(...wrongWith(server, writers).map((problem) => `${when}: ${problem}`))
  }

  /** So many acts of others, and what happens between them. */
  const live = async (acts: number, act: () => string): Promise<void> => {
    for (let left = acts; left > 0 && wrong.length === 0;) {
      const dice = random.below(100)
      if (dice < 22) {
        trace.push(act())
        left -= 1
      } else if (dice < 60) answerCall()
      else if (dice < 90) tell()
      else if (dice < 99) await pass(random.pick([1, 150, 1_000, 20_000]) ?? 1)
      else if (random.chance(0.5)) restart('at rest')
      await settle()
    }
  }

  await live(20 + random.below(40), writers.act)
  trace.push('sources are good, nothing is suspended')
  writers.settle()
  await live(random.below(15), writers.actHarmlessly)
  if (wrong.length > 0) return { wrong, trace, writes, kills }

  trace.push('everybody rests')
  await rest()
  check('after quiet')

  const before = writes
  restart('to plan again')
  await rest()
  if (writes !== before) wrong.push(`planning again wrote ${writes - before} times`)

  for (const { metadata, ...policy } of server.list(policies)) {
    trace.push(`policy ${metadata.name} deleted with ${JSON.stringify(objectAt(policy, 'spec'))}`)
    server.delete(policies, { name: metadata.name })
  }
  await rest()
  check('after the policies are gone')
  operator.kill()
  return { wrong, trace, writes, kills }
}
