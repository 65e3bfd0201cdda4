import { KubeConfig } from '@kubernetes/client-node'
import { ApiError, failureOfStatus } from '../../../src/kube/apiError.ts'
import { createClient, type ApiClient, type ListOptions } from '../../../src/kube/client.ts'
import type { ListPage } from '../../../src/kube/codec.ts'
import { listAll } from '../../../src/kube/listAll.ts'
import { createTransport, type Transport } from '../../../src/kube/transport.ts'
import { startApiServer, type ApiServer } from '../../support/apiserver/index.ts'

const named = (...names: readonly string[]) => names.map((name) => ({ metadata: { namespace: 'a', name } }))

const namesOf = (objects: readonly unknown[]): readonly unknown[] =>
  objects.map((object) => (typeof object === 'object' ? Reflect.get(object ?? {}, 'metadata').name : object))

let server: ApiServer | undefined
let transport: Transport | undefined
afterAll(async () => {
  transport?.close()
  await server?.close()
})

test('a list that expires while it is read goes on as things are by now; each object comes once', async () => {
  server = await startApiServer({ https: true })
  const config = new KubeConfig()
  config.loadFromString(server.kubeconfig())
  transport = createTransport(config, { userAgent: 'test' })
  const client = createClient({ transport, fieldManager: 'test' })
  const name = (index: number): string => `c-${String(index).padStart(4, '0')}`
  const configMap = (index: number) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'default', name: name(index) },
  })
  server.store.seed(Array.from({ length: 1201 }, (_, index) => configMap(2 * index)))
  const pages: (readonly unknown[])[] = []
  for await (const page of listAll(client, '/api/v1/configmaps')) {
    pages.push(namesOf(page))
    if (pages.length !== 1) continue
    server.compact()
    server.store.create(configMap(1))
    server.store.create(configMap(2399))
  }
  const expected = [...Array.from({ length: 1200 }, (_, index) => name(2 * index)), name(2399), name(2400)]
  expect(pages.map(({ length }) => length)).toEqual([500, 500, 202])
  expect(pages.flat()).toEqual(expected)
})

/** A server's answers, one after the other; what was asked. */
const answering = (...answers: readonly (ListPage | ApiError)[]) => {
  const asked: (string | undefined)[] = []
  const listPage = (_: string, options?: ListOptions): Promise<ListPage> => {
    asked.push(options?.continue)
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    return answer instanceof Error || answer === undefined ? Promise.reject(answer) : Promise.resolve(answer)
  }
  const client: Pick<ApiClient, 'listPage'> = { listPage }
  const read = async (): Promise<readonly unknown[]> => {
    const found: unknown[] = []
    for await (const page of listAll(client, '/api/v1/pods')) found.push(...namesOf(page))
    return found
  }
  return { read, asked }
}

const page = (next: string | undefined, ...names: readonly string[]): ListPage => ({
  items: named(...names),
  resourceVersion: '1',
  next,
})

const expired = new ApiError(failureOfStatus({ reason: 'Expired', message: 'too old' }, 410), 'GET /api/v1/pods')
const broken = new ApiError(failureOfStatus({ message: 'sorry' }, 500), 'GET /api/v1/pods')

test.each([
  ['one page', [page(undefined, 'a', 'b')], ['a', 'b'], [undefined]],
  ['none', [page(undefined)], [], [undefined]],
  ['two pages', [page('t', 'a'), page(undefined, 'b')], ['a', 'b'], [undefined, 't']],
  [
    'a server that gives no token to go on: from the beginning, and nothing twice',
    [page('t', 'a'), expired, page('u', 'a', 'b'), page(undefined, 'c')],
    ['a', 'b', 'c'],
    [undefined, 't', undefined, 'u'],
  ],
  ['an empty page in the middle', [page('t'), page(undefined, 'a')], ['a'], [undefined, 't']],
])('%s', async (_, answers, found, tokens) => {
  const { read, asked } = answering(...answers)
  expect(await read()).toEqual(found)
  expect(asked).toEqual(tokens)
})

test.each([
  [
    'a list that expires before anything new comes is given up',
    [page('t', 'a'), expired, page('t', 'a'), expired, page('t', 'a'), expired, page('t', 'a'), expired],
  ],
  ['a first page that has expired has nothing to go on with', [expired]],
  ['what else goes wrong is told', [page('t', 'a'), broken]],
])('%s', async (_, answers) => {
  await expect(answering(...answers).read()).rejects.toBe(answers.at(-1))
})
