import { fc, test as prop } from '@fast-check/jest'
import { hostnameOf, type NamedPod } from '../../../../src/domain/environment/hostname.ts'

const name = (length: number) => 'a'.repeat(length)
const pod = (given: Partial<NamedPod>): NamedPod => ({ name: 'web-0', namespace: 'team', ...given })

describe('the host name of a pod', () => {
  test.each<[string, Partial<NamedPod>, object]>([
    ['is its name', {}, { ok: true, hostname: 'web-0', cut: false }],
    ['of 63 characters stays', { name: name(63) }, { hostname: name(63), cut: false }],
    ['of 64 is cut', { name: name(64) }, { hostname: name(63), cut: true }],
    ['loses dashes and dots at the cut', { name: `${name(60)}-.-bcd` }, { hostname: name(60), cut: true }],
    ['keeps its dots', { name: 'web.0' }, { hostname: 'web.0', cut: false }],
    ['is hostname, if set', { hostname: 'db' }, { hostname: 'db', cut: false }],
    ['of which hostname must be a label', { hostname: 'db.x' }, { ok: false }],
    [
      'stays short beside a subdomain',
      { subdomain: 'svc' },
      { hostname: 'web-0', fqdn: 'web-0.svc.team.svc.cluster.local' },
    ],
    [
      'is the whole name with setHostnameAsFQDN',
      { subdomain: 'svc', setHostnameAsFQDN: true },
      { hostname: 'web-0.svc.team.svc.cluster.local' },
    ],
    ['needs a subdomain for that', { setHostnameAsFQDN: true }, { hostname: 'web-0' }],
    ['may have 64 characters then', { hostname: name(39), subdomain: 's', setHostnameAsFQDN: true }, { ok: true }],
    ['but no more', { hostname: name(39), subdomain: 'sv', setHostnameAsFQDN: true }, { ok: false }],
    ['must have a label for a subdomain', { subdomain: 'a_b' }, { ok: false }],
    ['is the node’s with hostNetwork', { hostNetwork: true, hostname: 'db' }, { ok: true, cut: false }],
    [
      'is hostnameOverride above all',
      { hostnameOverride: 'x.example.com', hostname: 'db' },
      { hostname: 'x.example.com' },
    ],
    ['which must be a DNS name', { hostnameOverride: 'x_y' }, { ok: false }],
  ])('%s', (_, given, expected) => {
    expect(hostnameOf(pod(given))).toMatchObject(expected)
  })

  prop.prop([fc.stringMatching(/^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/)])(
    'is a beginning of the name, at most 63 long, with a letter or digit at its end',
    (given) => {
      const found = hostnameOf(pod({ name: given }))
      if (!found.ok || found.hostname === undefined) throw new Error(given)
      expect(given.startsWith(found.hostname)).toBe(true)
      expect(found.hostname).toMatch(/^.{0,62}[a-z0-9]$/)
    },
  )
})
