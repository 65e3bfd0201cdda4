import { fc, test as prop } from '@fast-check/jest'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'
import { coverage } from '../../../../src/domain/platform/imageIndex.ts'
import { nodePlatform, pinnedBySelector } from '../../../../src/domain/platform/nodePlatform.ts'
import { normalisePlatform, parsePlatform, printPlatform, runsOn } from '../../../../src/domain/platform/platform.ts'
import { namedPlatform } from '../../../../src/domain/platform/suffix.ts'

const platform = (text: string) => {
  const parsed = parsePlatform(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['Linux/x86_64', 'linux/amd64'],
  ['linux/aarch64', 'linux/arm64'],
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/arm64/8', 'linux/arm64'],
  ['linux/arm/v7', 'linux/arm'],
  ['linux/armel', 'linux/arm/v6'],
  ['linux/amd64/v3', 'linux/amd64/v3'],
  ['macos/arm64', 'darwin/arm64'],
])('%s is %s', (text, expected) => {
  expect(printPlatform(platform(text))).toBe(expected)
})

test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/', 'a/b/c/d'])('%j is no platform', (text) => {
  expect(parsePlatform(text)).toBeUndefined()
})

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
prop.prop([fc.record({ os: word, architecture: word, variant: word }, { requiredKeys: ['os', 'architecture'] })])(
  'normalising twice is normalising once, and a platform runs on itself',
  (given) => {
    const once = normalisePlatform(given)
    expect(normalisePlatform(once)).toEqual(once)
    expect(runsOn(given, given)).toBe('yes')
  },
)

describe('whether a node runs an image', () => {
  test.each`
    image               | node               | answer
    ${'linux/amd64'}    | ${'linux/amd64'}   | ${'yes'}
    ${'linux/amd64'}    | ${'linux/arm64'}   | ${'no'}
    ${'linux/amd64'}    | ${'windows/amd64'} | ${'no'}
    ${'linux/arm64'}    | ${'linux/aarch64'} | ${'yes'}
    ${'linux/arm/v6'}   | ${'linux/arm/v7'}  | ${'yes'}
    ${'linux/arm/v7'}   | ${'linux/arm/v6'}  | ${'no'}
    ${'linux/arm/v5'}   | ${'linux/arm'}     | ${'yes'}
    ${'linux/arm/v8'}   | ${'linux/arm'}     | ${'maybe'}
    ${'linux/amd64/v3'} | ${'linux/amd64'}   | ${'maybe'}
    ${'linux/arm'}      | ${'linux/arm64'}   | ${'maybe'}
    ${'linux/386'}      | ${'linux/amd64'}   | ${'maybe'}
    ${'linux/amd64'}    | ${'linux/386'}     | ${'no'}
    ${'linux/arm64/v9'} | ${'linux/arm64'}   | ${'no'}
  `('$image on $node: $answer', ({ image, node, answer }: Record<string, string>) => {
    expect(runsOn(platform(image ?? ''), platform(node ?? ''))).toBe(answer)
  })

  const windows = { os: 'windows', architecture: 'amd64' }
  test.each([
    ['10.0.20348.587', '10.0.20348.1', 'yes'],
    ['10.0.20348.587', '10.0.17763.1', 'no'],
    ['10.0.20348.587', undefined, 'maybe'],
  ])('Windows %s on %s: %s', (osVersion, ofNode, answer) => {
    expect(runsOn({ ...windows, osVersion }, ofNode === undefined ? windows : { ...windows, osVersion: ofNode })).toBe(
      answer,
    )
  })
})

describe('the platform of a node', () => {
  test.each([
    ['as measured', { nodeInfo: { operatingSystem: 'linux', architecture: 'arm64' } }, 'linux/arm64'],
    ['as labelled', { labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } }, 'linux/amd64'],
    [
      'measured before labelled',
      {
        labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
        nodeInfo: { operatingSystem: 'linux', architecture: 'arm64' },
      },
      'linux/arm64',
    ],
    ['old labels', { labels: { 'beta.kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'arm' } }, 'linux/arm'],
    ['none', { nodeInfo: { operatingSystem: '', architecture: '' } }, undefined],
  ])('%s', (_, facts, expected) => {
    const found = nodePlatform(facts)
    expect(found && printPlatform(found)).toBe(expected)
  })

  test('what a nodeSelector pins', () => {
    expect(pinnedBySelector({ 'kubernetes.io/arch': 'arm64', disk: 'ssd' })).toEqual({ architecture: 'arm64' })
  })
})

describe('an architecture in the name', () => {
  test.each`
    image                                | says
    ${'registry.k8s.io/pause-amd64:3.1'} | ${'amd64 in repository'}
    ${'reg.corp/tool:1.2-arm64'}         | ${'arm64 in tag'}
    ${'reg.corp/tool:linux-arm64'}       | ${'arm64 in tag linux'}
    ${'arm64v8/nginx'}                   | ${'arm64 in owner'}
    ${'arm32v7/nginx'}                   | ${'arm in owner'}
    ${'reg.corp/arm64v8/nginx'}          | ${undefined}
    ${'reg.corp/tool:1.2-x86_64'}        | ${'amd64 in tag'}
    ${'reg.corp/swarm'}                  | ${undefined}
    ${'reg.corp/charm'}                  | ${undefined}
    ${'reg.corp/tool:1.386'}             | ${'386 in tag'}
    ${'reg.corp/amd64-tools:1'}          | ${undefined}
    ${'nginx'}                           | ${undefined}
  `('$image: $says', ({ image, says }: Record<string, string>) => {
    const parsed = parseImageReference(image ?? '')
    if (!parsed.ok) throw new Error(parsed.problem)
    const found = namedPlatform(parsed.reference)
    expect(found && `${found.architecture} in ${found.in}${found.os === undefined ? '' : ` ${found.os}`}`).toBe(says)
  })
})

describe('an index against nodes', () => {
  const nodes = ['linux/amd64', 'linux/arm64', 'windows/amd64'].map((text) => ({
    name: text,
    platform: platform(text),
  }))

  test('says whom it serves and what is missing', () => {
    expect(coverage([platform('linux/amd64'), { os: 'unknown', architecture: 'unknown' }], nodes)).toEqual({
      served: ['linux/amd64'],
      unsure: [],
      unserved: ['linux/arm64', 'windows/amd64'],
      missing: ['linux/arm64', 'windows/amd64'],
    })
  })

  const some = fc.subarray(['linux/amd64', 'linux/arm64', 'linux/arm/v6', 'windows/amd64', 'linux/386'].map(platform))
  prop.prop([some, some])('each node stands in one list; more platforms never serve fewer', (image, more) => {
    const { served, unsure, unserved } = coverage(image, nodes)
    expect([...served, ...unsure, ...unserved].sort()).toEqual(nodes.map(({ name }) => name).sort())
    expect(coverage([...image, ...more], nodes).served).toEqual(expect.arrayContaining([...served]))
  })
})
