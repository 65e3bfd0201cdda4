import { simulate } from '../../support/simulation/simulate.ts'

/** `PULLKEEPER_MODEL_RUNS=5000 npm run test:unit -- test/unit/model` for a long one. */
const runs = Number(process.env['PULLKEEPER_MODEL_RUNS'] ?? 60)
/** `PULLKEEPER_MODEL_SEED=…` repeats a run from its printed seed. */
const first = Number(process.env['PULLKEEPER_MODEL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test(`whatever others do and whenever the operator is killed, ${runs} runs from seed ${first} end as wanted`, async () => {
  let [writes, kills] = [0, 0]
  for (let seed = first; seed < first + runs; seed += 1) {
    const run = await simulate(seed)
    if (run.wrong.length > 0)
      throw new Error(
        `seed ${seed} (PULLKEEPER_MODEL_SEED=${seed} repeats it):\n${run.wrong.join('\n')}\n\n${run.trace.join('\n')}`,
      )
    writes += run.writes
    kills += run.kills
  }
  // A simulation in which nothing happens proves nothing.
  expect(writes).toBeGreaterThan(runs)
  expect(kills).toBeGreaterThan(runs)
}, 600_000)
