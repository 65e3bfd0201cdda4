import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../../../src/launcher.ts', import.meta.url))

test('a Node that is too old is told so in one sentence', () => {
  // What the build would put in, for a bundle of a Node that is not there yet.
  const builtFor = 'data:text/javascript,globalThis.PULLKEEPER_NODE_MAJOR=99'
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', builtFor, launcher, 'version'], {
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: `pullkeeper needs Node.js 99 or later (this is ${process.version}): install it or run the container image\n`,
  })
})
