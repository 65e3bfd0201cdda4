import { clusterScoped, collection, namespaced, namespacedCollection } from '../../../src/kube/resourcePath.ts'

test('paths of objects and collections', () => {
  expect(namespaced('/api/v1', 'secrets', 'default', 'robot')).toBe('/api/v1/namespaces/default/secrets/robot')
  expect(namespacedCollection('/api/v1', 'secrets', 'a')).toBe('/api/v1/namespaces/a/secrets')
  expect(clusterScoped('/apis/pullkeeper.dev/v1alpha1', 'imagepolicies', 'acme')).toBe(
    '/apis/pullkeeper.dev/v1alpha1/imagepolicies/acme',
  )
  expect(collection('/api/v1', 'pods')).toBe('/api/v1/pods')
  expect(clusterScoped('/apis/rbac.authorization.k8s.io/v1', 'clusterroles', 'system:a?b')).toBe(
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aa%3Fb',
  )
})

test.each(['', '.', '..', 'a/b'])('%j would address something else', (name) => {
  expect(() => namespaced('/api/v1', 'secrets', 'default', name)).toThrow(RangeError)
  expect(() => namespaced('/api/v1', 'secrets', name, 'robot')).toThrow(RangeError)
})
