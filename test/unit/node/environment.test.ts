import { isGiven, OPTIONAL, readEnvironment, REQUIRED } from '../../node/support/foreign/environment.ts'

const complete = {
  KUBECONFIG: '/home/me/.kube/config',
  PULLKEEPER_TEST_REGISTRY: 'registry.example.com:5000/tests/',
  PULLKEEPER_TEST_REGISTRY_USER: 'robot',
  PULLKEEPER_TEST_REGISTRY_PASSWORD: 'p/',
  PULLKEEPER_TEST_PUBLIC_REGISTRY: 'localhost:5001',
  PULLKEEPER_TEST_PUBLIC_REGISTRY_PUSH: 'http://192.0.2.2:5001',
  PULLKEEPER_TEST_OPERATOR_IMAGE: 'localhost:5001/pullkeeper:test',
}

test('a cluster and its registries are read; a registry may have a path, and be pushed to elsewhere', () => {
  expect(readEnvironment(complete)).toEqual({
    kubeconfigPath: '/home/me/.kube/config',
    private: {
      host: 'registry.example.com:5000/tests',
      pushHost: 'registry.example.com:5000/tests',
      plainHttp: false,
    },
    public: { host: 'localhost:5001', pushHost: '192.0.2.2:5001', plainHttp: true },
    account: { user: 'robot', password: 'p/' },
    operatorImage: 'localhost:5001/pullkeeper:test',
  })
})

test.each(Object.entries(REQUIRED))('without %s it says so, and what it is: %s', (name, what) => {
  expect(() => readEnvironment({ ...complete, [name]: '' })).toThrow(`${name}: ${what}`)
})

test('all that is missing is named at once, and nothing that is there', () => {
  const { KUBECONFIG, PULLKEEPER_TEST_OPERATOR_IMAGE } = complete
  const given = { KUBECONFIG, PULLKEEPER_TEST_OPERATOR_IMAGE }
  const named = (name: string) => expect.stringContaining(`  ${name}: `)
  const message = (() => {
    try {
      return JSON.stringify(readEnvironment(given))
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
  })()
  for (const name of Object.keys(REQUIRED))
    expect(message).toEqual(name in given ? expect.not.stringContaining(`  ${name}: `) : named(name))
})

test.each(['a.yaml:b.yaml'])('KUBECONFIG with several files is refused: %s', (kubeconfig) => {
  expect(() => readEnvironment({ ...complete, KUBECONFIG: kubeconfig })).toThrow('must name one file')
})

test.each([...Object.keys(REQUIRED), ...Object.keys(OPTIONAL)])(
  'somebody who sets %s means a cluster of theirs, unless it is KUBECONFIG, which many have set',
  (name) => {
    expect(isGiven({ [name]: 'x' })).toBe(name !== 'KUBECONFIG')
  },
)
