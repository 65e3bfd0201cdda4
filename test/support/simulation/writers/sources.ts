import { authsOf, sourceNames, sourceSecret } from '../credentials.ts'
import { operatorNamespace as namespace } from '../modelServer.ts'
import { oneOf, type Act, type Scene } from './act.ts'

const broken = { '.dockerconfigjson': Buffer.from('{"auths":[]}').toString('base64') }

const rotate = ({ server, versions }: Scene, name: string): string => {
  const version = (versions.get(name) ?? 0) + 1
  const known = server.find('secrets', { namespace, name })
  versions.set(name, version)
  if (known === undefined) server.create(sourceSecret(name, version))
  else server.update({ ...known, data: sourceSecret(name, version)['data'] })
  return `source ${name} version ${version}`
}

const spoil = ({ server }: Scene, name: string): string => {
  const known = server.find('secrets', { namespace, name })
  if (known === undefined) return 'no source'
  server.update({ ...known, data: broken })
  return `source ${name} broken`
}

const remove = ({ server }: Scene, name: string): string => {
  if (!server.find('secrets', { namespace, name })) return 'no source'
  server.delete('secrets', { namespace, name })
  return `source ${name} deleted`
}

/** Sources are rotated, broken and deleted. */
export const sourceActs = (scene: Scene): readonly Act[] => [
  { weight: 6, run: () => rotate(scene, oneOf(scene, sourceNames)) },
  { weight: 2, run: () => spoil(scene, oneOf(scene, sourceNames)), lasting: true },
  { weight: 1, run: () => remove(scene, oneOf(scene, sourceNames)), lasting: true },
]

/** Makes good those sources that are not, and no other: nothing else may set the operator going. */
export const mendSources = (scene: Scene): void => {
  for (const name of sourceNames) {
    const source = scene.server.find('secrets', { namespace, name })
    if (Object.keys(authsOf(source) ?? {}).length === 0) rotate(scene, name)
  }
}
