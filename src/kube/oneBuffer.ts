import type { OnReadOpts, Socket } from 'node:net'

/** What a read of the kernel gives at most, for streams that are behind; more is read in several turns. */
const bufferBytes = 64 * 1024

/**
 * Lets sockets read into one buffer, where Node would make one for each piece that comes: of a watch that is each TLS record,
 * three of them for every two pods. HTTP's client takes bytes by the socket's events `data`, which this option turns off:
 * they are sent from here, one after the other, and the buffer is free again after each, for the parser copies what it
 * passes on (src/node_http_parser.cc, on_body, v24). Not for sockets that are upgraded, whose reader may keep the bytes.
 */
export const intoOneBuffer = (): OnReadOpts => ({
  buffer: Buffer.allocUnsafeSlow(bufferBytes),
  callback(this: Socket, length: number, buffer: Uint8Array): boolean {
    this.emit('data', Buffer.from(buffer.buffer, buffer.byteOffset, length))
    return true
  },
})
