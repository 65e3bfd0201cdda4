import { otherWriter } from '../../domain/ownership/fieldManager.ts'
import type { AccountAction, SecretAction } from '../../plan/credentials/action.ts'
import { accountObject, secretObject } from '../../plan/credentials/snapshot.ts'
import { digestOfConfig } from '../../store/records/pullSecret.ts'
import type { Cluster } from '../cluster.ts'
import type { ExecuteDeps } from './executePlan.ts'
import type { Fights } from './fights.ts'

interface Noted {
  readonly namespace: string
  readonly object: string
  /** Undefined for what takes something of ours away: then nobody undid it. */
  readonly content: string | undefined
}

const noted = (action: SecretAction | AccountAction): Noted => {
  switch (action.do) {
    case 'createSecret':
    case 'updateSecret':
    case 'recreateSecret': {
      const { namespace, name, config } = action.secret
      return { namespace, object: secretObject(name), content: digestOfConfig(config) }
    }
    case 'deleteSecret':
      return { namespace: action.namespace, object: secretObject(action.name), content: undefined }
    case 'writeAccount': {
      const { namespace, name, added } = action
      const content = added.length === 0 ? undefined : added.toSorted().join()
      return { namespace, object: accountObject(name), content }
    }
    default:
      return action satisfies never
  }
}

interface FightDeps {
  readonly fights: Fights
  readonly now: () => Date
}

/** Keeps count of what is written, so that what is written again and again is noticed. */
export const notingWrites = <D extends ExecuteDeps & FightDeps>(deps: D): D => ({
  ...deps,
  wrote: (action) => {
    const { namespace, object, content } = noted(action)
    deps.fights.wrote(namespace, object, content, deps.now().getTime())
    deps.wrote(action)
  },
})

/** Where our part of each kind is. */
const contestedFields = { secrets: ['f:data', 'f:.dockerconfigjson'], serviceaccounts: ['f:imagePullSecrets'] } as const

/** Looks who else writes what is fought over, as long as that is not known. */
export const nameWriters = async (
  { cluster, fights, now }: FightDeps & { readonly cluster: Pick<Cluster, 'writersOf'> },
  namespace: string,
): Promise<void> => {
  for (const [object, { writer }] of fights.in(namespace, now().getTime())) {
    if (writer !== undefined && writer !== '') continue
    const name = object.slice(object.indexOf('/') + 1)
    const resource = object === secretObject(name) ? 'secrets' : 'serviceaccounts'
    const managers = await cluster.writersOf(resource, namespace, name)
    fights.name(namespace, object, otherWriter(managers, contestedFields[resource]) ?? '')
  }
}
