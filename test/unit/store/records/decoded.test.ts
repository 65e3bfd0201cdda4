import { versionOfObject } from '../../../../src/store/records/decoded.ts'

test.each`
  what                          | object                                               | version
  ${'an object'}                | ${{ metadata: { name: 'a', resourceVersion: '7' } }} | ${'7'}
  ${'its message, as sent'}     | ${Buffer.from([0x0a, 3, 0x32, 1, 0x37])}             | ${'7'}
  ${'an object that says none'} | ${{ metadata: { name: 'a' } }}                       | ${undefined}
  ${'an empty one'}             | ${{ metadata: { resourceVersion: '' } }}             | ${undefined}
  ${'no object'}                | ${null}                                              | ${undefined}
`('the version of $what is $version', ({ object, version }: { object: unknown; version: string | undefined }) => {
  expect(versionOfObject(object)).toBe(version)
})
