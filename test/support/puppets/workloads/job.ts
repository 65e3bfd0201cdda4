import { type JsonObject, numberAt, textAt } from '../../apiserver/json.ts'
import { nameOf, specOf, statusOf, timestamp } from '../objects.ts'
import { activePods, createPod, type Refused } from './pods.ts'
import { type Again, REFUSED_RETRY_MILLISECONDS } from './replicaSet.ts'
import { condition, countReady, writeStatus } from './status.ts'
import { controlledBy, type World } from './world.ts'

const inPhase = (pods: readonly JsonObject[], phase: string) =>
  pods.filter((pod) => textAt(statusOf(pod), 'phase') === phase).length

/** Runs pods until enough have succeeded; back-off and failure limits are left out. */
export const reconcileJob = async (world: World, job: JsonObject): Promise<Again> => {
  const spec = specOf(job)
  const pods = controlledBy(world, 'Pod', job)
  const active = activePods(world, job)
  const succeeded = inPhase(pods, 'Succeeded')
  const completions = numberAt(spec, 'completions') ?? 1
  const wanted = spec['suspend'] === true ? 0 : Math.min(numberAt(spec, 'parallelism') ?? 1, completions - succeeded)
  const complete = succeeded >= completions
  let refused: Refused
  for (let count = active.length; count < wanted && refused === undefined; count += 1)
    refused = await createPod(world, job, { generateName: `${nameOf(job)}-` })

  await writeStatus(world, 'Job', job, {
    startTime: statusOf(job)['startTime'] ?? timestamp(),
    active: active.length,
    ready: countReady(active),
    succeeded,
    failed: inPhase(pods, 'Failed'),
    ...(complete && {
      completionTime: statusOf(job)['completionTime'] ?? timestamp(),
      conditions: [
        condition(job, 'Complete', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods'),
      ],
    }),
  })
  return refused === undefined ? undefined : REFUSED_RETRY_MILLISECONDS
}
