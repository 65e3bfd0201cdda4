import { createImagesIn, repositoriesOf } from '../../../../src/controllers/providers/imagesIn.ts'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { createStore } from '../../../../src/store/store.ts'
import { aContainer, aPod } from '../../../support/builders/pod.ts'

const storeOf = (pods: readonly Pod[]) => {
  const store = createStore()
  for (const [name, labels] of [
    ['team', { a: 'b' }],
    ['other', {}],
    ['kube-system', { a: 'b' }],
  ] as const) {
    store.namespaces.upsert(name, { name, labels, terminating: false })
  }
  for (const pod of pods) store.pods.upsert(`${pod.namespace}/${pod.name}`, pod)
  return store
}

const pod = (name: string, createdAt: number, image: string, namespace = 'team') =>
  aPod({ namespace, name, createdAt, containers: [aContainer({ image })] })

const images = (store: ReturnType<typeof storeOf>) =>
  createImagesIn(store, (name) => name === 'kube-system')(({ a }) => a === 'b')

describe('images in use', () => {
  test('are those of selected namespaces, protected ones excepted, of the oldest pods first', () => {
    const store = storeOf([
      pod('new', 3, 'ghcr.io/new:1'),
      pod('old', 1, 'ghcr.io/old@sha256:'.concat('a'.repeat(64))),
      pod('again', 2, 'ghcr.io/new:2'),
      pod('hub', 4, 'nginx'),
      pod('else', 0, 'ghcr.io/else', 'other'),
      pod('dns', 0, 'ghcr.io/dns', 'kube-system'),
      pod('wrong', 0, 'ghcr.io/UPPER'),
    ])
    expect(images(store)).toEqual(['ghcr.io/old', 'ghcr.io/new', 'docker.io/library/nginx'])
  })

  test('follow the pods', () => {
    const store = storeOf([pod('one', 1, 'ghcr.io/one')])
    const inUse = createImagesIn(store, () => false)
    expect(inUse(() => true)).toEqual(['ghcr.io/one'])
    store.pods.upsert('team/two', pod('two', 2, 'ghcr.io/two'))
    expect(inUse(() => true)).toEqual(['ghcr.io/one', 'ghcr.io/two'])
    store.pods.remove('team/one')
    expect(inUse(() => true)).toEqual(['ghcr.io/two'])
  })

  test('of volumes count too', () => {
    const one = aPod({
      containers: [aContainer({ image: 'a.io/x:1' })],
      imageVolumes: [{ name: 'v', reference: 'b.io/y', pullPolicy: 'Always' }],
    })
    expect(repositoriesOf(one)).toEqual(['a.io/x', 'b.io/y'])
  })
})
