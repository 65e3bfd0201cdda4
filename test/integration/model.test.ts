import { setTimeout as sleep } from 'node:timers/promises'
import { textsAt } from '../support/apiserver/json.ts'
import { createRandom, type Random } from '../support/simulation/random.ts'
import { eventually } from './support/eventually.ts'
import { wrongInWorld } from './support/model/endState.ts'
import { type MortalOperator, mortalOperator } from './support/model/mortalOperator.ts'
import { accountActs, namespaceActs, populate } from './support/model/namespaces.ts'
import { policyActs, removePolicies, resumePolicies } from './support/model/policies.ts'
import { mendSources, sourceActs } from './support/model/sources.ts'
import { tenantActs } from './support/model/tenants.ts'
import type { World } from './support/model/world.ts'
import { type Scene, startScene } from './support/scene.ts'
import type { Answered } from './support/testServer.ts'

/** `PULLKEEPER_CLUSTER_MODEL_RUNS=50 npm run test:control-plane -- --testPathPatterns integration/model` for a long one. */
const runs = Number(process.env['PULLKEEPER_CLUSTER_MODEL_RUNS'] ?? 2)
/** `PULLKEEPER_MODEL_SEED=…` makes the choices of a run again; who comes first is up to the machine. */
const first = Number(process.env['PULLKEEPER_MODEL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const rounds = 4
const writers = 3
const actsPerRound = 5
const pauseMilliseconds = 120
const quietMilliseconds = 3_000

/** A fight that was noticed by chance is carried on after minutes: still a pass. */
const settledMilliseconds = 240_000

const acts = [...namespaceActs, ...accountActs, ...policyActs, ...sourceActs, ...tenantActs].flatMap((act) =>
  Array.from({ length: act.weight }, () => act),
)

const isWrite = ({ verb, resource }: Answered): boolean =>
  resource !== 'leases' && !['get', 'list', 'watch'].includes(verb)

/**
 * The simulation of test/support/simulation for a whole operator on a whole API server: several writers at once, and
 * the operator killed in the middle of its work. Its judge is the same.
 */
describe('whatever others do and whenever the operator is killed', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('model')
  })
  afterAll(() => scene.close())

  const writesHere = async () =>
    (await scene.requests()).filter(
      (request) => isWrite(request) && `${request.namespace} ${request.name}`.includes(scene.name('')),
    )

  const beginWorld = (title: string): World => {
    let version = 0
    return {
      scene,
      name: (of) => scene.name(`${title}-${of}`),
      labels: textsAt(scene.namespaces({ run: title }), 'matchLabels'),
      foreignEntries: new Map(),
      foreignSecrets: new Map(),
      labelledSecrets: new Set(),
      nextVersion: () => {
        version += 1
        return version
      },
    }
  }

  const write = async (world: World, random: Random, trace: string[]): Promise<void> => {
    for (let left = actsPerRound; left > 0; left -= 1) {
      const act = random.pick(acts)
      const own = createRandom(random.below(2 ** 31))
      trace.push((await act?.run(world, own)) ?? '')
      await sleep(random.below(pauseMilliseconds))
    }
  }

  /** Others write, and the operator is killed while they do; in the last round it lives. */
  const live = async (world: World, operator: MortalOperator, random: Random, trace: string[]): Promise<void> => {
    for (let round = 1; round <= rounds; round += 1) {
      const dying = createRandom(random.below(2 ** 31))
      const writing = Array.from({ length: writers }, () => write(world, createRandom(random.below(2 ** 31)), trace))
      await operator.live()
      trace.push('operator lives')
      const more = Array.from({ length: writers }, () => write(world, createRandom(random.below(2 ** 31)), trace))
      if (round < rounds) trace.push(`operator killed ${await operator.killSoon(dying)}`)
      await Promise.all([...writing, ...more])
    }
  }

  const rest = async (what: string, world: World): Promise<void> => {
    await eventually(
      what,
      async () => {
        expect(await wrongInWorld(world)).toEqual([])
        const before = (await writesHere()).length
        await sleep(quietMilliseconds)
        expect((await writesHere()).slice(before)).toEqual([])
        expect(await wrongInWorld(world)).toEqual([])
      },
      settledMilliseconds,
    )
  }

  /** Gives the number of its writes. */
  const run = async (seed: number, trace: string[]): Promise<number> => {
    const random = createRandom(seed)
    const title = `r${seed - first}`
    const world = beginWorld(title)
    const operator = mortalOperator(scene, title)
    const before = (await writesHere()).length
    try {
      await mendSources(world)
      await populate(world)
      await live(world, operator, random, trace)
      trace.push('sources are good, nothing is suspended')
      await mendSources(world)
      await resumePolicies(world)
      await rest('the desired state, and quiet', world)

      await operator.kill()
      const written = (await writesHere()).length
      await operator.live()
      trace.push('operator plans again')
      await sleep(quietMilliseconds)
      expect((await writesHere()).slice(written)).toEqual([])

      await removePolicies(world)
      trace.push('policies deleted')
      await rest('nothing of ours, and quiet', world)
      return (await writesHere()).length - before
    } finally {
      operator.stop()
      await operator.kill()
    }
  }

  test(
    `${runs} runs from seed ${first} end as wanted`,
    async () => {
      let writes = 0
      for (let seed = first; seed < first + runs; seed += 1) {
        const trace: string[] = []
        try {
          writes += await run(seed, trace)
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          throw new Error(`seed ${seed} (PULLKEEPER_MODEL_SEED=${seed} repeats it):\n${why}\n\n${trace.join('\n')}`, {
            cause: error,
          })
        }
      }
      console.log(`${scene.server.kind}: ${runs} runs from seed ${first}, ${writes} writes of the operator`)
      // A model in which nothing happens proves nothing.
      expect(writes).toBeGreaterThan(runs * 5)
    },
    runs * 600_000,
  )
})
