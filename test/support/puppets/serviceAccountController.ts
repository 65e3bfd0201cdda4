import { objectAt, textAt } from '../apiserver/json.ts'
import { type ClusterAccess, isStatus, puppetClient } from './client.ts'
import { mirror } from './mirror.ts'
import { isDeleting } from './objects.ts'
import type { Puppet } from './puppet.ts'
import { startWork } from './work.ts'

/** Creates the `default` ServiceAccount of each namespace, and again when it is deleted, as kube-controller-manager does. */
export const serviceAccountController = (access: ClusterAccess): Puppet => {
  const client = puppetClient(access, 'puppet-serviceaccount-controller')
  const work = startWork(async (namespace) => {
    const object = namespaces.objects.get(`/${namespace}`)
    if (!object || isDeleting(object) || accounts.objects.has(`${namespace}/default`)) return
    try {
      await client.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      })
    } catch (error) {
      if (!isStatus(error, 403, 409)) throw error
    }
  })
  const accounts = mirror(
    client,
    {
      path: '/api/v1/serviceaccounts',
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      query: 'fieldSelector=metadata.name%3Ddefault',
    },
    (account, gone) => {
      if (gone) work.add(textAt(objectAt(account, 'metadata'), 'namespace'))
    },
  )
  const namespaces = mirror(
    client,
    { path: '/api/v1/namespaces', apiVersion: 'v1', kind: 'Namespace' },
    (namespace, gone) => {
      if (!gone) void accounts.synced.then(() => work.add(textAt(objectAt(namespace, 'metadata'), 'name')))
    },
  )
  return {
    ready: Promise.all([accounts.synced, namespaces.synced]).then(() => undefined),
    stop: async () => {
      accounts.stop()
      namespaces.stop()
      await work.stop()
      client.close()
    },
  }
}
