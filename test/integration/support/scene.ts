import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonObject, listAt, objectAt, objectsAt, textAt, textsAt } from '../../support/apiserver/json.ts'
import { isStatus, type PuppetClient } from '../../support/puppets/index.ts'
import { eventually } from './eventually.ts'
import { dockerConfig, dockerConfigSecret, type Logins } from './objects.ts'
import { type Operator, type OperatorOptions, startOperator } from './operator.ts'
import { collection, pathOf, pathsOfManifest } from './paths.ts'
import { startTestServer } from './startTestServer.ts'
import { type Answered, operatorNamespace, operatorUser, type TestServer } from './testServer.ts'

const sceneLabel = 'test.pullkeeper.dev/scene'

const selectorOf = (prefix: string, labels: Readonly<Record<string, string>> = {}): JsonObject => ({
  matchLabels: { [sceneLabel]: prefix, ...labels },
})

/**
 * What one test file has of a cluster: names of its own, so that files neither see nor disturb each other on a server
 * that they share. What it made is taken away at its close.
 */
export interface Scene {
  readonly server: TestServer
  readonly client: PuppetClient
  /** A name of this scene for cluster-scoped objects, Leases and sources. */
  readonly name: (of: string) => string
  /** A selector of this scene's namespaces, of those with these labels besides. */
  readonly namespaces: (labels?: Readonly<Record<string, string>>) => JsonObject
  /** Creates an object; cluster-scoped ones are deleted at the close. */
  readonly create: (manifest: JsonObject) => Promise<JsonObject>
  /** Creates a namespace and gives its whole name; it has its `default` ServiceAccount. */
  readonly namespace: (of: string, labels?: Readonly<Record<string, string>>) => Promise<string>
  /** Creates a source in the operator's namespace and gives its whole name. */
  readonly source: (of: string, logins: Logins) => Promise<string>
  /** Creates a policy and gives its whole name. */
  readonly policy: (of: string, spec: JsonObject) => Promise<string>
  /** Credentials from these sources for all namespaces of the scene; `more` overrides. Nothing is evicted. */
  readonly handOut: (sources: readonly string[], more?: JsonObject) => JsonObject
  /** A kubeconfig for the server under test with another bearer token. */
  readonly kubeconfigWith: (token: string) => string
  /**
   * What operators asked of the server since this scene began. The log is the server's: what files before this one had
   * refused is in it too.
   */
  readonly requests: () => Promise<readonly Answered[]>
  /** Starts an operator of this scene; it is killed at the close if it still runs. */
  readonly operator: (options?: Partial<OperatorOptions>) => Operator
  readonly close: () => Promise<void>
}

export const startScene = async (title: string): Promise<Scene> => {
  const server = await startTestServer()
  const { client } = server
  const prefix = `${title}-${randomBytes(2).toString('hex')}`
  const name = (of: string): string => `${prefix}-${of}`
  const directory = mkdtempSync(join(tmpdir(), 'pullkeeper-scene-'))
  const operators: Operator[] = []
  const made: string[] = []
  const before = (await server.requestsOf(operatorUser)).length

  const create = async (manifest: JsonObject): Promise<JsonObject> => {
    const paths = pathsOfManifest(manifest)
    const namespace = textAt(manifest['metadata'], 'namespace')
    if (namespace === '' || namespace === operatorNamespace) made.push(paths.object)
    return client.create(paths.collection, manifest)
  }
  const remove = async (path: string): Promise<void> => {
    try {
      // A finalizer whose operator has ended would keep the object, and with it the next file's cluster, busy.
      if (path.startsWith(collection('ImagePolicy'))) await client.patch(path, { metadata: { finalizers: null } })
      await client.delete(path)
    } catch (error) {
      if (!isStatus(error, 404)) throw error
    }
  }

  return {
    server,
    client,
    name,
    namespaces: (labels) => selectorOf(prefix, labels),
    create,
    namespace: async (of, labels = {}) => {
      const whole = name(of)
      await create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: whole, labels: { [sceneLabel]: prefix, ...labels } },
      })
      await eventually(`ServiceAccount ${whole}/default`, () => client.get(pathOf('ServiceAccount', whole, 'default')))
      return whole
    },
    source: async (of, logins) => {
      await create(dockerConfigSecret(operatorNamespace, name(of), dockerConfig(logins)))
      return name(of)
    },
    policy: async (of, spec) => {
      await create({
        apiVersion: 'pullkeeper.dev/v1alpha1',
        kind: 'ImagePolicy',
        metadata: { name: name(of) },
        spec,
      })
      return name(of)
    },
    handOut: (sources, { namespaceSelector = selectorOf(prefix), ...more } = {}) => ({
      namespaceSelector,
      credentials: {
        sources: sources.map((source, index) => ({ name: `source-${index}`, secretRef: { name: source } })),
        recovery: 'None',
        ...more,
      },
    }),
    kubeconfigWith: (token) => {
      const file = join(directory, `kubeconfig-${randomBytes(4).toString('hex')}`)
      writeFileSync(
        file,
        readFileSync(server.operatorKubeconfig, 'utf8').replace(server.operatorToken, () => token),
        { mode: 0o600 },
      )
      return file
    },
    requests: async () => (await server.requestsOf(operatorUser)).slice(before),
    operator: (options = {}) => {
      const operator = startOperator({ kubeconfig: server.operatorKubeconfig, leaseName: prefix, ...options })
      operators.push(operator)
      return operator
    },
    close: async () => {
      await Promise.all(operators.map((operator) => operator.kill()))
      for (const path of made.toReversed()) await remove(path)
      await remove(pathOf('Lease', operatorNamespace, prefix))
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Names in a ServiceAccount's imagePullSecrets, in their order. */
export const pullSecretsOf = async (
  { client }: Pick<Scene, 'client'>,
  namespace: string,
  name = 'default',
): Promise<readonly string[]> => {
  const account = await client.get(pathOf('ServiceAccount', namespace, name))
  return objectsAt(account, 'imagePullSecrets').map((reference) => textAt(reference, 'name'))
}

/** The object, or undefined when there is none. */
export const find = async ({ client }: Pick<Scene, 'client'>, path: string): Promise<JsonObject | undefined> => {
  try {
    return await client.get(path)
  } catch (error) {
    if (isStatus(error, 404)) return undefined
    throw error
  }
}

/** The docker config in a Secret, as text; undefined when there is no such Secret. */
export const configOf = async (
  scene: Pick<Scene, 'client'>,
  namespace: string,
  name: string,
): Promise<string | undefined> => {
  const secret = await find(scene, pathOf('Secret', namespace, name))
  return secret && Buffer.from(textsAt(secret, 'data')['.dockerconfigjson'] ?? '', 'base64').toString()
}

/** A policy's status as it stands. */
export const statusOf = async ({ client }: Pick<Scene, 'client'>, policy: string): Promise<JsonObject> =>
  objectAt(await client.get(pathOf('ImagePolicy', policy)), 'status')

/** `status`, `reason` and `message` of a condition; empty texts when it is not there. */
export const conditionOf = (status: JsonObject, type: string) => {
  const condition = objectsAt(status, 'conditions').find((each) => each['type'] === type)
  return {
    status: textAt(condition, 'status'),
    reason: textAt(condition, 'reason'),
    message: textAt(condition, 'message'),
  }
}

/** Events about an object, those that pullkeeper wrote. */
export const eventsAbout = async (
  { client }: Pick<Scene, 'client'>,
  namespace: string,
  kind: string,
  name: string,
): Promise<readonly JsonObject[]> => {
  const list = await client.get(collection('Event', namespace))
  return objectsAt(list, 'items').filter(
    (event) =>
      textAt(event, 'reportingComponent') === 'pullkeeper' &&
      textAt(objectAt(event, 'involvedObject'), 'kind') === kind &&
      textAt(objectAt(event, 'involvedObject'), 'name') === name,
  )
}

/** Finalizers of an object; none when it is gone. */
export const finalizersOf = async (scene: Pick<Scene, 'client'>, path: string): Promise<readonly unknown[]> =>
  listAt(objectAt(await find(scene, path), 'metadata'), 'finalizers')
