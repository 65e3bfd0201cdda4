import type { ServerResponse } from 'node:http'

/** Where an answer goes. Faults are decorations of it, so that nothing else knows of them. */
export interface Output {
  begin: (code: number, headers: Readonly<Record<string, string>>) => void
  /** Resolves when the client has taken enough for more (back-pressure), or has gone. */
  write: (bytes: Uint8Array) => Promise<void>
  end: () => void
  /** Ends the connection without ending the answer. */
  destroy: () => void
  isOpen: () => boolean
  onClose: (listener: () => void) => void
}

export const outputTo = (response: ServerResponse, began: (code: number) => void): Output => {
  let open = true
  response.once('close', () => {
    open = false
  })
  return {
    begin: (code, headers) => {
      began(code)
      response.writeHead(code, headers)
      response.flushHeaders()
    },
    write: (bytes) =>
      new Promise((resolve) => {
        if (!open || response.write(bytes)) return resolve()
        const done = () => {
          response.off('drain', done)
          response.off('close', done)
          resolve()
        }
        response.once('drain', done)
        response.once('close', done)
      }),
    end: () => {
      response.end()
    },
    destroy: () => {
      response.destroy()
    },
    isOpen: () => open,
    onClose: (listener) => {
      response.once('close', listener)
    },
  }
}

/** Cuts the connection once the given number of body bytes has gone out. */
export const cutAfter = (output: Output, bytes: number): Output => {
  let left = bytes
  const cut = () => setImmediate(output.destroy)
  return {
    ...output,
    write: async (chunk) => {
      await output.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) cut()
    },
    end: () => {
      if (left > 0) cut()
    },
  }
}

/** Falls silent after the given number of body bytes: the connection stays, and nothing more comes. */
export const silentAfter = (output: Output, bytes: number): Output => {
  let left = bytes
  return {
    ...output,
    write: async (chunk) => {
      if (left > 0) await output.write(chunk.subarray(0, left))
      left -= chunk.length
    },
    end: () => undefined,
  }
}
