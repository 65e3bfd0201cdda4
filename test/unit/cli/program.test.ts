import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { version } from '../../../src/version.ts'

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))

/** Runs the command line in a process of its own, as a user does. */
const called = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test.each([[['version']], [['--version']], [['-v']]])('%j prints the version of package.json', (args) => {
  expect(called(args)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})

test.each([[['--help']], [['help']], [['-h']]])('%j helps on standard output, with examples', (args) => {
  const { status, stdout, stderr } = called(args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^Usage: pullkeeper \[options\] \[command\]\n/)
  expect(stdout).toMatch(/Examples:/)
})

test('alone it helps too, but was called wrongly', () => {
  const { status, stdout, stderr } = called([])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^Usage: pullkeeper/)
})

test.each`
  args                                                       | line
  ${['controler']}                                           | ${"pullkeeper: unknown command 'controler' (Did you mean controller?) (pullkeeper --help tells more)"}
  ${['--verbose']}                                           | ${"pullkeeper: unknown option '--verbose' (pullkeeper --help tells more)"}
  ${['controller', '--metrics-bind-addres']}                 | ${"pullkeeper: unknown option '--metrics-bind-addres' (Did you mean --metrics-bind-address?) (pullkeeper controller --help tells more)"}
  ${['controller', 'now']}                                   | ${"pullkeeper: too many arguments for 'controller'. Expected 0 arguments but got 1: now (pullkeeper controller --help tells more)"}
  ${['controller', '--context']}                             | ${"pullkeeper: option '--context <name>' argument missing (pullkeeper controller --help tells more)"}
  ${['controller', '--concurrency=0']}                       | ${"pullkeeper: option '--concurrency <number>' argument '0' is invalid. expected a number from 1 to 256 (pullkeeper controller --help tells more)"}
  ${['controller', '--image-credential-provider-bin-dir=/']} | ${'pullkeeper: --image-credential-provider-config and --image-credential-provider-bin-dir go together: give both or none (pullkeeper controller --help tells more)'}
`('$args is answered by one line, and 2', ({ args, line }) => {
  expect(called(args)).toEqual({ status: 2, stdout: '', stderr: `${line}\n` })
})

test('credential providers that are not there: one line that names the file, and 2', () => {
  const flags = ['--image-credential-provider-config=/nowhere', '--image-credential-provider-bin-dir=/']
  expect(called(['controller', ...flags])).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^pullkeeper: CredentialProvidersInvalid: \/nowhere: ENOENT\. .*\n$/),
  })
})

test('a kubeconfig that is not there: one line with code and remedy, and 1', () => {
  const { status, stderr } = called(['controller', '--kubeconfig', '/nowhere'])
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^pullkeeper: KubeConfigUnreadable: \/nowhere \(from --kubeconfig\) .*\n$/),
  })
})

test('the stack is for who asks for it', () => {
  const { stderr } = called(['controller', '--kubeconfig', '/nowhere'], { PULLKEEPER_DEBUG: '1' })
  expect(stderr).toMatch(/\n +at /)
})
