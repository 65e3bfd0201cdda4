import type { Random } from '../../../support/simulation/random.ts'
import { authsOf, sourceSecret } from '../../../support/simulation/credentials.ts'
import { oneOf } from '../../../support/simulation/writers/act.ts'
import { base64 } from '../objects.ts'
import { pathOf } from '../paths.ts'
import { operatorNamespace } from '../testServer.ts'
import { type Act, make, rewrite, sourcesOf, unmake, type World } from './world.ts'

const broken = { '.dockerconfigjson': base64('{"auths":[]}') }

const pathOfSource = (name: string): string => pathOf('Secret', operatorNamespace, name)

const rotate = async (world: World, name: string): Promise<string> => {
  const wanted = sourceSecret(name, world.nextVersion())
  const written = await rewrite(world, pathOfSource(name), (source) => ({ ...source, data: wanted['data'] }))
  if (written === undefined) await make(world, wanted)
  return `source ${name} ${written ? 'rotated' : 'made'}`
}

const spoil = async (world: World, name: string): Promise<string> => {
  const written = await rewrite(world, pathOfSource(name), (source) => ({ ...source, data: broken }))
  return written ? `source ${name} broken` : `no source ${name}`
}

const remove = async (world: World, name: string): Promise<string> => {
  const metadata = { namespace: operatorNamespace, name }
  return (await unmake(world, { apiVersion: 'v1', kind: 'Secret', metadata }))
    ? `source ${name} deleted`
    : `no source ${name}`
}

const some =
  (how: (world: World, name: string) => Promise<string>) =>
  (world: World, random: Random): Promise<string> =>
    how(world, oneOf({ random }, sourcesOf(world)))

/** Sources are rotated, broken, deleted and made again. */
export const sourceActs: readonly Act[] = [
  { weight: 6, run: some(rotate) },
  { weight: 2, run: some(spoil) },
  { weight: 1, run: some(remove) },
]

/** Makes good those sources that are not, and no other: nothing else may set the operator going. */
export const mendSources = async (world: World): Promise<void> => {
  for (const name of sourcesOf(world)) {
    const good = await rewrite(world, pathOfSource(name), (source) =>
      Object.keys(authsOf(source) ?? {}).length === 0
        ? { ...source, data: sourceSecret(name, world.nextVersion())['data'] }
        : undefined,
    )
    if (good === undefined) await make(world, sourceSecret(name, world.nextVersion()))
  }
}
