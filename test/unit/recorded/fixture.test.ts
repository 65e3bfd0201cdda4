import { fixtureOf, textOfFixture } from '../../node/record/fixture.ts'
import type { JsonObject } from '../../support/apiserver/json.ts'
import { base64, dockerConfig, dockerConfigSecret } from '../../integration/support/objects.ts'

interface Run {
  readonly namespace: string
  readonly uid: string
  readonly hash: string
  readonly network: number
  readonly port: number
  readonly at: string
  /** Nanoseconds in hex, of the first Event. */
  readonly born: string
  readonly restarts: number
  readonly exitCode: number
}

const objectsOf = ({
  namespace,
  uid,
  hash,
  network,
  port,
  at,
  born,
  restarts,
  exitCode,
}: Run): readonly JsonObject[] => {
  const name = `web-${hash}-x2x7k`
  const read = (from: number) => `read tcp 198.18.${network}.2:${from}->198.18.${network}.2:5002: reset`
  const event = (suffix: string, message: string): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${suffix}`, namespace, uid: `${uid}-${suffix}`, creationTimestamp: at },
    involvedObject: { kind: 'Pod', namespace, name, uid, resourceVersion: String(port) },
    reason: 'Failed',
    type: 'Warning',
    message,
    count: restarts,
    firstTimestamp: at,
    lastTimestamp: at,
  })
  return [
    event(`${born}2`, `${read(port)} at ${at} in ${namespace}`),
    event(`${born}1`, `Back-off of ${name}_${namespace}(${uid})`),
    // The same told again, from another port.
    event(`${born}3`, `${read(port + 1)} at ${at} in ${namespace}`),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace,
        uid,
        resourceVersion: String(port),
        creationTimestamp: at,
        labels: { 'pod-template-hash': hash },
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"namespace":"${namespace}"}` },
      },
      spec: {
        containers: [{ name: 'app', image: 'a', volumeMounts: [{ name: `kube-api-access-${hash}`, mountPath: '/x' }] }],
        volumes: [{ name: `kube-api-access-${hash}` }],
      },
      status: {
        podIP: `198.19.${network}.${restarts}`,
        containerStatuses: [
          {
            name: 'app',
            restartCount: restarts,
            lastState: { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } },
            containerID: `containerd://${hash.charCodeAt(0).toString(16).padStart(64, '0')}`,
            state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off ${restarts}0s restarting failed` } },
          },
        ],
      },
    },
  ]
}

const first: Run = {
  namespace: 'failing-ab12',
  uid: '2debcd4a-1d24-4ac0-ac4b-895324d0587c',
  hash: '7d9c5b6f4d',
  network: 1,
  port: 43210,
  at: '2026-11-24T18:32:02Z',
  born: '18eb0ec6dd959a1',
  restarts: 1,
  exitCode: 0,
}

test.each<Partial<Run>>([
  { namespace: 'failing-0f3c' },
  { uid: '835d7d2b-499c-4aa3-bc28-ca4970c57146' },
  { hash: '556c798447' },
  { network: 17 },
  { port: 55555 },
  { at: '2027-02-03T04:05:06Z' },
  { born: '18f000000000000' },
  { restarts: 4 },
  { exitCode: 137 },
])('a recording does not depend on %j', (other) => {
  const textOf = (run: Run) => textOfFixture(fixtureOf('web', run.namespace, objectsOf(run)))
  expect(textOf({ ...first, ...other })).toBe(textOf(first))
})

test('an Event is told once, in the order in which they were told, and is about the same pod', () => {
  const { list } = fixtureOf('web', first.namespace, objectsOf(first))
  const uid = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(list['items']).toMatchObject([
    { kind: 'Pod', metadata: { name: 'web-5d5f8d8c9b-x2x7k', uid } },
    { message: expect.stringContaining('Back-off'), involvedObject: { name: 'web-5d5f8d8c9b-x2x7k', uid } },
    { message: 'read tcp 192.0.2.2:40000->192.0.2.2:5002: reset at 2026-01-01T00:00:00Z in recorded' },
  ])
  expect(list['items']).toHaveLength(3)
})

test.each(['cm9ib3Q6czNjcmV0', 'cm9ib3Q6czNjcmV0Cg', 'not base64'])(
  'nothing of a credential %s is recorded, only its registry key',
  (auth) => {
    const config = JSON.stringify({ auths: { 'localhost:5000': { auth, username: 'robot', password: 's3cret' } } })
    const secrets = [
      dockerConfigSecret(first.namespace, 'robot', config),
      {
        ...dockerConfigSecret(first.namespace, 'other', dockerConfig({})),
        type: 'Opaque',
        data: { key: base64('s3cret') },
      },
    ]
    const text = textOfFixture(fixtureOf('cluster', first.namespace, secrets))
    const written = [...text.matchAll(/"\.dockerconfigjson": "([^"]+)"/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString(),
    )
    expect(written).toEqual([JSON.stringify({ auths: { 'localhost:5000': { auth: base64('user:not-recorded') } } })])
    expect(text).not.toContain(base64('s3cret'))
  },
)
