import { fields, ofCrd } from './schema.ts'

/** The API server describes metadata itself and refuses anything about it here. */
const ours = fields.filter(({ path }) => path !== 'metadata')
const ofType = (type: string) => ours.filter(({ schema }) => schema['type'] === type)
const version = (...keys: readonly (string | number)[]) => ofCrd('spec', 'versions', 0, ...keys)

test('the schema is where the tests look for it', () => {
  expect(fields.length).toBeGreaterThan(80)
})

describe('every field of the CRD', () => {
  test.each(ours)('$path is described in full sentences', ({ schema }) => {
    expect(schema['description']).toMatch(/^[A-Z][^]*\.$/)
  })

  test.each(ours)('$path has one type', ({ schema }) => {
    expect(['object', 'array', 'string', 'integer', 'boolean']).toContain(schema['type'])
  })
})

describe('everything that can grow has a limit', () => {
  test.each(ofType('string'))('$path: maxLength or enum', ({ schema }) => {
    expect(typeof (schema['maxLength'] ?? schema['enum']?.constructor)).toMatch(/number|function/)
  })

  test.each(ofType('array'))('$path: maxItems, and a list type for server-side apply', ({ schema }) => {
    expect(schema['maxItems']).toEqual(expect.any(Number))
    expect(schema['x-kubernetes-list-type']).toMatch(/^(atomic|set|map)$/)
  })

  test.each(ofType('object').filter(({ schema }) => schema['additionalProperties'] !== undefined))(
    '$path: maxProperties',
    ({ schema }) => {
      expect(schema['maxProperties']).toEqual(expect.any(Number))
    },
  )

  test.each(ofType('integer'))('$path: minimum', ({ path, schema }) => {
    expect(schema['minimum']).toBe(path === 'status.observedGeneration' ? -1 : 0)
  })
})

test('the schema keeps nothing that it does not know', () => {
  expect(JSON.stringify(fields[0])).not.toMatch(/preserve-unknown-fields|int-or-string/)
})

test('a cause is a pattern, so that an older CRD takes the words of a newer operator', () => {
  const causes = ours.filter(({ path }) => /(^|\.)(cause|topCause)$/.test(path))
  expect(causes).toHaveLength(3)
  for (const { schema } of causes) {
    expect(schema['enum']).toBeUndefined()
    expect(schema['pattern']).toBe('^[A-Z][A-Za-z0-9]*$')
  }
})

describe('what kubectl shows', () => {
  const columns = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((index) => {
    const name = version('additionalPrinterColumns', index, 'name')
    return name === undefined ? [] : [{ name, wide: version('additionalPrinterColumns', index, 'priority') === 1 }]
  })

  test('columns', () => {
    expect(columns.filter(({ wide }) => !wide).map(({ name }) => name)).toEqual([
      'Ready',
      'Namespaces',
      'Accounts',
      'Failing',
      'Top Cause',
      'Age',
    ])
    expect(columns.filter(({ wide }) => wide).map(({ name }) => name)).toEqual(['Suspended', 'Message'])
  })

  test('names', () => {
    expect(ofCrd('spec', 'names')).toMatchObject({
      kind: 'ImagePolicy',
      shortNames: ['ipol'],
      categories: ['pullkeeper'],
    })
    expect(ofCrd('spec', 'scope')).toBe('Cluster')
    expect(version('subresources')).toEqual({ status: {} })
  })
})

test('only what does not follow from the name has a default', () => {
  expect(ours.flatMap(({ path, schema }) => ('default' in schema ? [[path, schema['default']]] : []))).toEqual([
    ['spec.suspend', false],
    ['spec.credentials.recovery', 'Evict'],
    // Not yet seen by any operator: kstatus would take a policy without a status for done.
    ['status', { observedGeneration: -1 }],
  ])
})
