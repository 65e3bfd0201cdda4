import { createInterner } from '../../../src/store/intern.ts'
import type { Decode } from '../../../src/store/records/decoded.ts'
import { decodeEvent } from '../../../src/store/records/event.ts'
import { decodeNamespace } from '../../../src/store/records/namespace.ts'
import { decodeNode } from '../../../src/store/records/node.ts'
import { decodePod } from '../../../src/store/records/pod.ts'
import { decodePullSecret } from '../../../src/store/records/pullSecret.ts'
import { decodeRuntimeClass } from '../../../src/store/records/runtimeClass.ts'
import { decodeServiceAccount } from '../../../src/store/records/serviceAccount.ts'
import { createClient } from '../../../src/kube/client.ts'
import { loadKubeConfig } from '../../../src/kube/kubeConfig.ts'
import { jsonCodec } from '../../../src/kube/jsonCodec.ts'
import { protobufCodec } from '../../../src/kube/protobufCodec.ts'
import type { StreamCodec } from '../../../src/kube/codec.ts'
import { createTransport, type Transport } from '../../../src/kube/transport.ts'
import { sharedAccess } from '../../cluster/sharedAccess.ts'
import { everyKind } from '../fixtures/everyKind.ts'

const TIMEOUT = 180_000
const interner = createInterner()
const kinds: readonly (readonly [collection: string, decode: Decode<unknown>, least: number])[] = [
  ['/api/v1/namespaces', decodeNamespace(interner), 5],
  ['/api/v1/nodes', decodeNode(interner), 1],
  ['/api/v1/serviceaccounts', decodeServiceAccount(interner), 2],
  ['/api/v1/secrets', decodePullSecret(interner, { keepConfig: () => true }), 2],
  ['/api/v1/pods', decodePod(interner), 2],
  ['/api/v1/events', decodeEvent(interner), 2],
  ['/apis/node.k8s.io/v1/runtimeclasses', decodeRuntimeClass(interner), 2],
]

let transport: Transport

beforeAll(async () => {
  transport = createTransport(loadKubeConfig({ kubeconfig: sharedAccess().kubeconfigPath }), { userAgent: 'test' })
  const client = createClient({ transport, fieldManager: 'test' })
  for (const { collection, object, status } of everyKind('protobuf')) {
    await client.create(collection, object)
    if (status !== undefined) await client.mergePatch(`${collection}/${object.metadata.name}/status`, { status })
  }
}, TIMEOUT)
afterAll(() => transport?.close())

const list = async (path: string, { mediaType, decodeList }: Pick<StreamCodec, 'mediaType' | 'decodeList'>) => {
  const { headers, body } = await transport.request({ method: 'GET', path, accept: mediaType })
  expect(headers['content-type']).toBe(mediaType)
  return decodeList(body)
}

test.each(kinds)(
  'a real %s reads alike from both encodings',
  async (path, decode, least) => {
    // Between the two requests an object may change.
    for (let tries = 0; ; tries++) {
      const json = await list(path, {
        mediaType: jsonCodec.mediaType,
        decodeList: (body) => jsonCodec.decodeList(body),
      })
      const protobuf = await list(path, {
        mediaType: protobufCodec.mediaType,
        decodeList: (body) => protobufCodec.decodeList(body),
      })
      if (json.resourceVersion !== protobuf.resourceVersion && tries < 20) continue
      const read = protobuf.items.map(decode)
      expect(read).toStrictEqual(json.items.map(decode))
      expect(read.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(least)
      return
    }
  },
  TIMEOUT,
)

test(
  'pages carry the token of the next',
  async () => {
    const { body } = await transport.request({
      method: 'GET',
      path: '/api/v1/namespaces',
      query: { limit: 1 },
      accept: protobufCodec.mediaType,
    })
    const page = protobufCodec.decodeList(body)
    expect(page.items).toHaveLength(1)
    expect(page.next).toMatch(/./)
  },
  TIMEOUT,
)

test(
  'a refusal says why in protobuf',
  async () => {
    const asked = transport.request({
      method: 'GET',
      path: '/api/v1/pods',
      query: { resourceVersion: '1', resourceVersionMatch: 'Never' },
      accept: protobufCodec.mediaType,
    })
    await expect(asked).rejects.toMatchObject({ code: 'Invalid', message: expect.stringContaining('Never') })
  },
  TIMEOUT,
)
