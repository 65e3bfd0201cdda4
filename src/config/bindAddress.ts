/** Where to listen; port 0 lets the kernel choose, host undefined is every address. */
export interface BindAddress {
  readonly host: string | undefined
  readonly port: number
}

const pattern = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:[\]]*):(?<port>\d{1,5})$/

/**
 * Reads `:8080`, `127.0.0.1:8080` or `[::1]:8080`; `0` alone is undefined: do not listen (as controller-runtime's
 * --metrics-bind-address). Throws RangeError on anything else.
 */
export const parseBindAddress = (text: string): BindAddress | undefined => {
  if (text === '0') return undefined
  const { host = '', port = '' } = pattern.exec(text)?.groups ?? {}
  const number = Number(port)
  if (port === '' || number > 65_535) {
    throw new RangeError('expected host:port such as :8080 or 127.0.0.1:8080, or 0 to not listen')
  }
  return { host: host === '' ? undefined : host.replace(/^\[|\]$/g, ''), port: number }
}
