import { conclude } from '../../../../src/cli/audit/conclude.ts'
import { createInventory, knowsSecretsIn } from '../../../../src/cli/audit/inventory.ts'
import { createTake } from '../../../../src/cli/audit/takeObject.ts'
import { isMessage } from '../../../../src/store/records/json.ts'
import { deployment, pullSecret, robot, waitingPod } from './manifests.ts'

const unauthorized =
  'failed to resolve reference "ghcr.io/acme/app:1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 401 Unauthorized'

const live = (secret: object, namespace: string): object => ({
  ...secret,
  metadata: { name: 'regcred', namespace, uid: `uid-${namespace}`, resourceVersion: '1' },
})

const inventoryOf = (...objects: readonly object[]) => {
  const inventory = createInventory()
  const take = createTake(inventory, { defaultNamespace: 'default' })
  for (const object of objects) {
    if (!isMessage(object)) continue
    const { apiVersion, kind } = object
    expect(take({ apiVersion: String(apiVersion), kind: String(kind), object, place: {} })).toBeUndefined()
  }
  return inventory
}

const secret = pullSecret('regcred', { 'quay.io': robot })

test.each<[string, readonly object[], boolean]>([
  ['nothing was given', [], false],
  ['a Secret of the namespace was', [secret], true],
  ['a manifest of another namespace was', [{ ...secret, metadata: { name: 'a', namespace: 'shop' } }], false],
  ['a dump of one other namespace was', [live(secret, 'shop')], false],
  ['a dump of several namespaces was', [live(secret, 'shop'), live(secret, 'bar')], true],
])('what is not there does not exist, when %s', (_, objects, known) => {
  expect(knowsSecretsIn(inventoryOf(...objects), 'team')).toBe(known)
})

test('of a cluster all is known but what was refused', () => {
  const inventory = inventoryOf()
  inventory.complete = true
  expect(knowsSecretsIn(inventory, 'team')).toBe(true)
  inventory.refused.set('Secret', new Set(['shop']))
  expect([knowsSecretsIn(inventory, 'team'), knowsSecretsIn(inventory, 'shop')]).toEqual([true, false])
  inventory.refused.set('Secret', new Set(['']))
  expect(knowsSecretsIn(inventory, 'team')).toBe(false)
})

const pod = waitingPod('web-6d4b75cb6d-a', 'ErrImagePull', unauthorized, { imagePullSecrets: [{ name: 'regcred' }] })

test.each<[string, readonly object[], readonly string[]]>([
  ['Secrets were not given', [], ['error Unauthorized', 'warning PullSecretMissing']],
  [
    'its namespace has others',
    [{ ...secret, metadata: { name: 'other', namespace: 'team' } }],
    ['error PullSecretMissing'],
  ],
  ['it fits nothing', [secret], ['error CredentialsMissing']],
])('a denied pull with a pull secret, when %s', (_, objects, found) => {
  const items = conclude(inventoryOf(pod, ...objects))
  expect(items.map(({ severity, cause }) => `${severity} ${cause}`)).toEqual(found)
})

test('no message of an audit shows what a hook is given', () => {
  const command = ['curl', '-H', 'Authorization: Bearer s3cret-word-of-9', 'http://x/sleep']
  const lifecycle = { preStop: { exec: { command: ['sh', '-c', `sleep 60; ${command.join(' ')}`] } } }
  const items = conclude(inventoryOf(deployment({ containers: [{ name: 'app', image: 'a:1', lifecycle }] })))
  expect(items).toMatchObject([{ cause: 'PreStopEatsGracePeriod' }])
  expect(JSON.stringify(items)).not.toContain('s3cret-word')
})
