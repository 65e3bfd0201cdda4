import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from './support/eventually.ts'
import { deployment } from './support/objects.ts'
import { conditionOf, type Scene, startScene, statusOf } from './support/scene.ts'
import type { Answered } from './support/testServer.ts'

/** How long is listened, seconds; a real check takes five minutes: PULLKEEPER_QUIET_SECONDS=300. */
const seconds = Number(process.env['PULLKEEPER_QUIET_SECONDS'] ?? 20)

const isLease = ({ resource }: Answered): boolean => resource === 'leases'

describe('a cluster in which nothing happens', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('quiet')
  })
  afterAll(() => scene.close())

  test(
    `for ${seconds} s the operator neither writes, but the Lease, nor lists or reads anything`,
    async () => {
      scene.server.kubelet.follow(({ image }) =>
        image.includes('gone') ? { is: 'pullFails', message: `${image}: not found` } : { is: 'running' },
      )
      const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
      for (let index = 0; index < 10; index += 1) {
        const namespace = await scene.namespace(`n${index}`)
        await scene.create(deployment(namespace, 'well', { image: 'ghcr.io/public/app:1' }))
        await scene.create(deployment(namespace, 'ill', { image: 'docker.io/acme/gone:1' }))
      }
      const policy = await scene.policy('acme', scene.handOut([source]))
      const broken = await scene.policy('broken', scene.handOut([scene.name('absent')]))
      await scene.operator().ready()
      await eventually('all is said and done', async () => {
        const status = await statusOf(scene, policy)
        expect(conditionOf(status, 'Ready')).toMatchObject({ reason: 'Applied' })
        expect(status).toMatchObject({ summary: { failing: 10 }, namespaces: { ready: 10 } })
        expect(conditionOf(await statusOf(scene, broken), 'Ready')).toMatchObject({ reason: 'SourceInvalid' })
      })
      // A status is written at most once in 2 s, an owner that was read is read no more.
      await sleep(5_000)
      const before = (await scene.requests()).length
      await sleep(seconds * 1_000)
      const requests = (await scene.requests()).slice(before)
      const heard = requests.filter((request) => !isLease(request) && request.verb !== 'watch')
      expect(heard).toEqual([])
      // Watches end by the server's own clock (5 to 10 minutes) and are resumed; nothing begins anew.
      console.log(
        `${scene.server.kind}: in ${seconds} s ${requests.filter(isLease).length} requests for the Lease, ` +
          `${requests.filter(({ verb }) => verb === 'watch').length} watches opened, ${heard.length} others`,
      )
    },
    (seconds + 120) * 1_000,
  )
})
