import { existsSync, readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { V1Pod } from '@kubernetes/client-node'
import type { ClusterAccess } from '../cluster/access.ts'
import { eventually } from '../cluster/eventually.ts'
import { kubectlOrThrow } from '../cluster/kubectl.ts'
import { sharedAccess } from '../cluster/sharedAccess.ts'
import { nothingIsLeftOf, startElsewhere } from '../cluster/starter.ts'
import { openScene, type Scene } from './support/scene.ts'
import { describeWhereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

const runs = (access: ClusterAccess, namespace: string, name: string): Promise<V1Pod> =>
  eventually(`pod ${name} runs`, async () => {
    const get = ['get', 'pod', name, '--namespace', namespace, '--output=json']
    const pod: V1Pod = JSON.parse(await kubectlOrThrow(access, get))
    return pod.status?.phase === 'Running' ? pod : undefined
  })

/** Addresses of this machine's side of the cables to nodes. */
const cables = () =>
  Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    name.startsWith('pullkeeper') ? addresses.map(({ address }) => address) : [],
  )

/** Ids of the containers and sandboxes that a containerd has. */
const containersIn = (directory: string): readonly string[] =>
  ['containers', 'sandboxes'].flatMap((kind) =>
    readdirSync(join(directory, 'containerd', 'io.containerd.grpc.v1.cri', kind)),
  )

const cgroupsOf = (id: string): readonly string[] =>
  ['', ...readdirSync('/sys/fs/cgroup')].map((name) => join('/sys/fs/cgroup', name, 'k8s.io', id)).filter(existsSync)

describeWhereOurs('machine', 'two nodes on one machine', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('side-by-side')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  test(
    'run pods of the same names and images, and one that is killed takes all that is its own and nothing else',
    async () => {
      const image = scene.image.public('acme/app:v1')
      await scene.kubectl('run', 'app', `--image=${image}`)
      const mine = await runs(scene.cluster, scene.namespace, 'app')

      const { access: other, kill } = await startElsewhere({ node: true })
      const otherNode = other.node
      if (otherNode === undefined) throw new Error('the other cluster has no node')
      await kubectlOrThrow(other, ['run', 'app', `--image=${image}`])
      const theirs = await runs(other, 'default', 'app')
      expect(theirs.status?.podIP).not.toBe(mine.status?.podIP)
      expect(new URL(other.url).host).not.toBe(new URL(sharedAccess().url).host)
      expect(cables()).toContain(new URL(other.url).hostname)
      const ids = containersIn(otherNode.directory)
      expect(ids).toHaveLength(2)
      for (const id of ids) expect(cgroupsOf(id)).not.toEqual([])

      kill()

      await nothingIsLeftOf(other.directory)
      await nothingIsLeftOf(otherNode.directory)
      await eventually('the cable is gone', () =>
        Promise.resolve(cables().includes(new URL(other.url).hostname) ? undefined : true),
      )
      for (const id of ids) expect(cgroupsOf(id)).toEqual([])
      const [still] = await scene.pods()
      expect(still?.status).toMatchObject({ phase: 'Running', podIP: mine.status?.podIP })
      expect(await scene.kubectl('exec', 'app', '--', 'echo', 'here')).toBe('here\n')
    },
    TIMEOUT,
  )
})
