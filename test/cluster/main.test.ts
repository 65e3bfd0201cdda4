import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { askOwner, logOf, socketOf } from './clusterNames.ts'
import { eventually } from './eventually.ts'
import { kubectlOrThrow } from './kubectl.ts'
import { readOwnerStatus } from './ownerStatus.ts'
import { processesOf } from './processes.ts'
import { nothingIsLeftOf } from './starter.ts'

const TIMEOUT = 180_000

const command = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })

const endOf = async (child: ReturnType<typeof command>) => {
  const status = new Promise((resolve) => {
    child.once('close', resolve)
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await status, stdout, stderr }
}

const cluster = (...args: readonly string[]) => endOf(command(args))

const statusOf = async (name: string) => readOwnerStatus(await askOwner(name, 'status'))

/** Not those of a person or of another run on this machine. */
const name = `test-${process.pid}-a`
const other = `test-${process.pid}-b`

afterEach(async () => {
  for (const each of [name, other]) await cluster('down', '--name', each)
}, TIMEOUT)

describe('npm run cluster', () => {
  test(
    'up outlives its command, a second up changes nothing, and down leaves nothing',
    async () => {
      expect(await cluster('status', '--name', name)).toMatchObject({
        status: 1,
        stdout: `cluster ${name} is not up\n`,
      })
      const first = await cluster('up', '--name', name)
      expect(first).toMatchObject({ status: 0, stderr: expect.stringMatching(/up after [\d.]+ s\n$/) })
      const { access, programs } = await statusOf(name)
      expect(first.stdout).toContain(`export KUBECONFIG=${access.kubeconfigPath}\n`)
      expect(await kubectlOrThrow(access, ['get', 'namespace', 'default', '-o', 'name'])).toBe('namespace/default\n')
      expect(programs).toContainEqual({ name: 'kube-scheduler', running: true })

      const second = await cluster('up', '--name', name)
      expect(second).toEqual({ status: 0, stdout: first.stdout, stderr: 'it was up already\n' })
      expect(await cluster('status', '--name', name)).toMatchObject({ status: 0, stdout: first.stdout })

      expect(await cluster('down', '--name', name)).toEqual({
        status: 0,
        stdout: `cluster ${name} has ended\n`,
        stderr: '',
      })
      expect(existsSync(access.directory)).toBe(false)
      expect(processesOf(access.directory)).toEqual([])
      for (const path of [socketOf(name), logOf(name)]) expect(existsSync(path)).toBe(false)
      expect(await cluster('down', '--name', name)).toMatchObject({
        status: 0,
        stdout: `cluster ${name} is not up\n`,
      })
    },
    TIMEOUT,
  )

  test(
    'a cluster ends with its owner, and its name can be used again',
    async () => {
      await cluster('up', '--name', name)
      await cluster('up', '--name', other)
      const killed = await statusOf(name)
      process.kill(killed.pid, 'SIGKILL')
      await nothingIsLeftOf(killed.access.directory)
      expect(await cluster('status', '--name', name)).toMatchObject({ status: 1 })
      expect(await cluster('status', '--name', other)).toMatchObject({ status: 0 })

      expect(await cluster('up', '--name', name)).toMatchObject({ status: 0 })
      expect((await statusOf(name)).access.directory).not.toBe(killed.access.directory)
    },
    TIMEOUT,
  )

  test(
    'an up that is killed while it waits takes what it began with it',
    async () => {
      const child = command(['up', '--name', name])
      await eventually('an owner has begun', () =>
        Promise.resolve(processesOf(`owner.ts --name ${name} `).length > 0 ? true : undefined),
      )
      child.kill('SIGKILL')
      await eventually('the owner is gone', () =>
        Promise.resolve(processesOf(`owner.ts --name ${name} `).length === 0 ? true : undefined),
      )
      expect(await cluster('status', '--name', name)).toMatchObject({ status: 1 })
    },
    TIMEOUT,
  )

  test.each`
    args                            | says
    ${['up', '--name', 'Not/This']} | ${'lower-case'}
    ${['up', '--kubernetes', '1']}  | ${'Allowed choices are'}
    ${['sideways']}                 | ${'unknown command'}
    ${['down', '--force']}          | ${'unknown option'}
  `('$args is wrong usage', async ({ args, says }: { args: readonly string[]; says: string }) => {
    expect(await cluster(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(says) })
  })

  test.each`
    lacks                       | args                                | env                                                                         | says
    ${'Go and built programs'}  | ${['up', '--name', name]}           | ${{ PATH: '/nowhere', XDG_CACHE_HOME: '/nowhere', KUBEBUILDER_ASSETS: '' }} | ${/etcd.* must be built once.*Install Go/}
    ${'what a node is made of'} | ${['up', '--name', name, '--node']} | ${{ PATH: '/nowhere' }}                                                     | ${/needs (root|containerd)/}
  `(
    'says what a machine lacks: $lacks',
    async ({ args, env, says }: { args: readonly string[]; env: NodeJS.ProcessEnv; says: RegExp }) => {
      expect(await endOf(command(args, env))).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(says),
      })
    },
  )
})
