import type { InProcessStore } from '../apiserver/inProcess.ts'
import { settle } from '../../unit/runtime/manualClock.ts'
import type { PendingCall } from './modelClient.ts'
import { createModelServer } from './modelServer.ts'
import { startModelOperator, type AskedCall, type ModelOperator } from './modelOperator.ts'
import { createRandom } from './random.ts'

/** Lets everything that waits through, in order, until only time could bring more. */
export const drain = async (operator: ModelOperator, answer: (call: AskedCall) => void): Promise<void> => {
  for (let idle = 0; idle < 2;) {
    await settle()
    const busy = operator.calls.length > 0 || [...operator.untold.values()].some((queue) => queue.length > 0)
    idle = busy ? 0 : idle + 1
    for (const queue of operator.untold.values()) for (const tell of queue.splice(0)) tell()
    for (const call of operator.calls.splice(0)) answer(call)
  }
}

/** The operator on an API server of its own, step by step. */
export interface Scenario {
  readonly server: InProcessStore
  /** Its writes so far, statuses aside, as `VERB path`. */
  readonly writes: readonly string[]
  /** Until the operator has nothing more to do now. */
  readonly rest: () => Promise<void>
  /** Lets time pass, and then rests. */
  readonly pass: (ms: number) => Promise<void>
  /** Answers requests otherwise from now on: undefined lets one through. */
  readonly intercept: (how: (call: PendingCall) => Error | undefined) => void
  readonly restart: () => void
  readonly stop: () => void
}

export const createScenario = (): Scenario => {
  let time = Date.UTC(2026, 0, 1)
  const server = createModelServer(() => time)
  const random = createRandom(1)
  const writes: string[] = []
  let operator = startModelOperator(server, random, time)
  let how: (call: PendingCall) => Error | undefined = () => undefined
  const answer = (call: PendingCall): void => {
    const error = how(call)
    if (error !== undefined) return call.fail(error)
    if (call.writes && !call.name.endsWith('/status')) writes.push(call.name)
    call.perform()()
  }
  const rest = (): Promise<void> => drain(operator, answer)
  return {
    server,
    writes,
    rest,
    pass: async (ms) => {
      time += ms
      await operator.clock.advance(ms)
      await rest()
    },
    intercept: (other) => {
      how = other
    },
    restart: () => {
      operator.kill()
      operator = startModelOperator(server, random, time)
    },
    stop: () => operator.kill(),
  }
}
