import { createDoubts } from '../../../../src/controllers/credentials/doubts.ts'
import { createFights } from '../../../../src/controllers/credentials/fights.ts'
import { createObstacles } from '../../../../src/controllers/credentials/obstacles.ts'
import { createProgress } from '../../../../src/controllers/credentials/progress.ts'
import { reconcileNamespace } from '../../../../src/controllers/credentials/reconcileNamespace.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import { createStore } from '../../../../src/store/store.ts'
import { createTable } from '../../../../src/store/table.ts'
import { aCluster } from '../../../support/builders/cluster.ts'

test('of a namespace that is gone nothing is remembered: names come and go for ever', async () => {
  const [obstacles, doubts, fights] = [createObstacles(), createDoubts(), createFights()]
  const progress = createProgress(() => {})
  const unexplored = new Set(['gone'])
  obstacles.put('gone', 's', { kind: 'refused', message: 'quota' })
  doubts.add('gone', { kind: 'secret', name: 's' })
  for (const at of [1, 2, 3, 4]) fights.wrote('gone', 'secret/s', 'content', at)
  progress.refused('gone', true)
  const reconcile = reconcileNamespace({
    store: createStore(),
    cluster: aCluster(),
    obstacles,
    doubts,
    fights,
    progress,
    unexplored,
    effective: createTable<EffectivePolicy>(),
    isProtected: () => false,
    unreadablePolicies: () => new Set(),
    wrote: () => {},
    now: () => new Date(5),
  })

  expect(await reconcile('gone', new AbortController().signal)).toEqual({ kind: 'done' })
  expect({
    obstacles: obstacles.in('gone').size,
    doubts: doubts.in('gone'),
    fights: fights.in('gone', 5).size,
    refuses: progress.refuses('gone'),
    unexplored: unexplored.size,
  }).toEqual({ obstacles: 0, doubts: [], fights: 0, refuses: false, unexplored: 0 })
})
