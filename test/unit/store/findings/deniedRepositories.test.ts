import type { PodFinding } from '../../../../src/domain/failure/finding.ts'
import { createStore } from '../../../../src/store/store.ts'

const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' }

const denied = (image: string, given: Partial<PodFinding> = {}): PodFinding => ({
  part: { kind: 'container', name: 'app' },
  image,
  cause: 'CredentialsMissing',
  message: '',
  remedy: '',
  failure: { class: 'Unauthorized' },
  ...given,
})

const scene = () => {
  const { findings, deniedRepositories } = createStore()
  const told: string[] = []
  deniedRepositories.changes.subscribe((repository) => told.push(repository))
  return {
    told,
    now: () => [...deniedRepositories.now],
    set: (subject: string, ...found: readonly PodFinding[]) =>
      findings.set(subject, { workload, findings: found, since: 0 }),
  }
}

describe('denied repositories', () => {
  test('are told of when the first is denied one, and when none is any more', () => {
    const { set, now, told } = scene()
    set('a', denied('ghcr.io/acme/app:1'))
    set('b', denied('ghcr.io/acme/app:2'))
    expect(now()).toEqual(['ghcr.io/acme/app'])
    set('a')
    expect({ now: now(), told }).toEqual({ now: ['ghcr.io/acme/app'], told: ['ghcr.io/acme/app'] })
    set('b')
    expect({ now: now(), told }).toEqual({ now: [], told: ['ghcr.io/acme/app', 'ghcr.io/acme/app'] })
  })

  test('a pod that is found to be denied the same again moves nothing', () => {
    const { set, told } = scene()
    set('a', denied('ghcr.io/acme/app:1'))
    set('a', denied('ghcr.io/acme/app:1', { message: 'again' }))
    expect(told).toEqual(['ghcr.io/acme/app'])
  })

  test('a finding of the same group that is a denial no longer counts no more', () => {
    const { set, now } = scene()
    set('a', denied('ghcr.io/acme/app:1', { cause: 'PullSecretMissing' }))
    expect(now()).toEqual(['ghcr.io/acme/app'])
    set('a', denied('ghcr.io/acme/app:1', { cause: 'PullSecretMissing', failure: { class: 'Unknown' } }))
    expect(now()).toEqual([])
  })

  test('what credentials were refused is not denied to all', () => {
    const { set, now } = scene()
    set('a', denied('ghcr.io/acme/app:1', { cause: 'CredentialsRejected' }))
    expect(now()).toEqual([])
  })
})
