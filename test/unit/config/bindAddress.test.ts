import { parseBindAddress } from '../../../src/config/bindAddress.ts'

test.each`
  text                | address
  ${':8080'}          | ${{ host: undefined, port: 8080 }}
  ${'127.0.0.1:8080'} | ${{ host: '127.0.0.1', port: 8080 }}
  ${'localhost:0'}    | ${{ host: 'localhost', port: 0 }}
  ${'[::1]:65535'}    | ${{ host: '::1', port: 65535 }}
  ${'0'}              | ${undefined}
`('$text', ({ text, address }) => {
  expect(parseBindAddress(text)).toEqual(address)
})

test.each(['', '8080', ':', 'localhost', ':65536', ':-1', '::1:80', 'a b:80', ':8080 ', 'http://x:80', ':8o80'])(
  '%j is refused, with what is accepted',
  (text) => {
    expect(() => parseBindAddress(text)).toThrow('expected host:port such as :8080')
  },
)
