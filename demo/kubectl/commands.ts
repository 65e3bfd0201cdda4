import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { dockerConfig, dockerConfigSecret } from '../../test/integration/support/objects.ts'
import { collection, type Kind, pathOf, pathsOfManifest } from '../../test/integration/support/paths.ts'
import { isObject, type Json, type JsonObject, objectAt, objectsAt, textAt } from '../../test/support/apiserver/json.ts'
import { nameOf } from '../../test/support/puppets/objects.ts'
import type { Command } from './command.ts'
import { eventsPart, printedEvents, printedTable } from './printed.ts'

/** Kinds of the story, as kubectl calls them. */
const called = {
  Pod: 'pods',
  Secret: 'secrets',
  ImagePolicy: 'imagepolicies',
} as const satisfies Partial<Record<Kind, string>>

const created = (object: JsonObject): string => {
  const [group = ''] = textAt(object, 'apiVersion').split('/v1')
  const kind = textAt(object, 'kind').toLowerCase()
  return `${kind}${group.startsWith('v1') || group === '' ? '' : `.${group}`}/${nameOf(object)} created`
}

const manifestsIn = (file: string): readonly JsonObject[] =>
  parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document): Json => document.toJS())
    .filter(isObject)

export const applyFile = (file: string): Command => ({
  args: ['apply', '-f', file],
  imitate: async (client) => {
    const said: string[] = []
    for (const manifest of manifestsIn(file)) {
      await client.create(pathsOfManifest(manifest).collection, manifest)
      said.push(created(manifest))
    }
    return said.join('\n')
  },
})

/** A table of one namespace, of all where none is given. */
export const getTable = (kind: keyof typeof called, namespace?: string): Command => {
  const allNamespaces = namespace === undefined && kind !== 'ImagePolicy'
  return {
    args: [
      ...(namespace === undefined ? [] : ['-n', namespace]),
      'get',
      called[kind],
      ...(allNamespaces ? ['-A'] : []),
    ],
    imitate: async (client) => printedTable(await client.table(collection(kind, namespace)), { allNamespaces }),
  }
}

export const getEvents = (namespace: string, reason: string): Command => ({
  args: ['-n', namespace, 'get', 'events', '--field-selector', `reason=${reason}`],
  imitate: async (client) =>
    printedTable(await client.table(`${collection('Event', namespace)}?fieldSelector=reason%3D${reason}`)),
})

export const getPullSecrets = (namespace: string, account: string): Command => ({
  args: ['-n', namespace, 'get', 'serviceaccount', account, '-o', 'jsonpath={.imagePullSecrets}'],
  imitate: async (client) =>
    JSON.stringify((await client.get(pathOf('ServiceAccount', namespace, account)))['imagePullSecrets']),
})

/** A Deployment as a developer looks at it; what matters here are the events at the end. */
export const describeDeployment = (namespace: string, name: string): Command => ({
  args: ['-n', namespace, 'describe', 'deployment', name],
  part: eventsPart,
  imitate: async (client) => {
    const events = objectsAt(await client.get(collection('Event', namespace)), 'items').filter((event) => {
      const about = objectAt(event, 'involvedObject')
      return textAt(about, 'kind') === 'Deployment' && textAt(about, 'name') === name
    })
    return printedEvents(events)
  },
})

export interface RegistryLogin {
  readonly server: string
  readonly user: string
  readonly password: string
}

export const createRegistrySecret = (
  namespace: string,
  name: string,
  { server, user, password }: RegistryLogin,
): Command => {
  const login = [`--docker-server=${server}`, `--docker-username=${user}`]
  const args = ['-n', namespace, 'create', 'secret', 'docker-registry', name, ...login]
  return {
    args: [...args, `--docker-password=${password}`],
    typed: `kubectl ${args.join(' ')} --docker-password="$TOKEN"`,
    imitate: async (client) => {
      const secret = dockerConfigSecret(namespace, name, dockerConfig({ [server]: [user, password] }))
      await client.create(collection('Secret', namespace), secret)
      return created(secret)
    },
  }
}

const deployment = (namespace: string, name: string, image: string): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } },
  },
})

export const createDeployment = (namespace: string, name: string, image: string): Command => ({
  args: ['-n', namespace, 'create', 'deployment', name, `--image=${image}`],
  imitate: async (client) =>
    created(await client.create(collection('Deployment', namespace), deployment(namespace, name, image))),
})

/** Gives the container of a Deployment's name another image. */
export const setImage = (namespace: string, name: string, image: string): Command => ({
  args: ['-n', namespace, 'set', 'image', `deployment/${name}`, `${name}=${image}`],
  imitate: async (client) => {
    const { spec } = deployment(namespace, name, image)
    await client.patch(pathOf('Deployment', namespace, name), { spec: { template: objectAt(spec, 'template') } })
    return `deployment.apps/${name} image updated`
  },
})
