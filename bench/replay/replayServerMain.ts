// A server that sends what was encoded before: so that what is measured is the operator, and not who feeds it.
import { createServer, type RequestOptions } from 'node:https'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { selfSignedCertificate } from '../../test/support/apiserver/certificate.ts'
import { kubeconfigText } from '../../test/support/apiserver/kubeconfig.ts'
import { changeFrames, endFrame, endLine, initialFrames, markFrame } from './frames.ts'
import type { Replay, Replayed } from './messages.ts'

const pods = Number(process.argv[2])
const changes = changeFrames(pods)
const { key, cert } = selfSignedCertificate(['localhost'], ['127.0.0.1'])
let podStream: ServerResponse | undefined

/** Resolves when the client has taken enough for more. */
const send = async (bytes: Buffer): Promise<void> => {
  if (podStream === undefined) throw new Error('nobody watches pods')
  if (podStream.write(bytes)) return
  await new Promise((resolve) => podStream?.once('drain', resolve))
}

/** Frames that go out in one write, about 200 KB. */
const batch = 64

const sendInitial = async (): Promise<void> => {
  let waiting: Buffer[] = []
  for (const frame of initialFrames(pods)) {
    waiting.push(frame)
    if (waiting.length < batch) continue
    await send(Buffer.concat(waiting))
    waiting = []
  }
  await send(Buffer.concat([...waiting, endFrame]))
}

let position = 0
const nextChanges = (count: number): Buffer => {
  const frames = Array.from({ length: count }, () => changes[position++ % changes.length] ?? endFrame)
  return Buffer.concat(frames)
}

let marks = 0

/** Sends so many changes, at a rate or as fast as they are taken, with a mark after every so many. */
const replay = async ({ count, perSecond, markEvery }: Replay): Promise<Replayed> => {
  const startedAt = Date.now()
  const markedAt: number[] = []
  for (let sent = 0; sent < count;) {
    const now = Math.min(batch, count - sent)
    await send(nextChanges(now))
    if (Math.floor((sent + now) / markEvery) > Math.floor(sent / markEvery)) {
      await send(markFrame(marks++))
      markedAt.push(Date.now())
    }
    sent += now
    const ahead = perSecond === 0 ? 0 : startedAt + (sent / perSecond) * 1000 - Date.now()
    if (ahead > 2) await sleep(ahead)
  }
  return { startedAt, endedAt: Date.now(), markedAt }
}

const server = createServer({ key, cert }, (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://server')
  request.resume()
  if (!searchParams.has('watch')) {
    response.writeHead(request.method === 'GET' ? 404 : 201, { 'content-type': 'application/json' })
    response.end('{}')
    return
  }
  const protobuf = request.headers.accept?.includes('protobuf') === true
  response.writeHead(200, { 'content-type': protobuf ? 'application/vnd.kubernetes.protobuf' : 'application/json' })
  if (pathname === '/api/v1/pods') {
    podStream = response
    void sendInitial()
  } else response.write(protobuf ? endFrame : endLine)
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const { port }: Pick<RequestOptions, 'port'> = typeof address === 'object' && address !== null ? address : {}
  const url = `https://127.0.0.1:${port}`
  process.send?.({ kubeconfig: kubeconfigText({ url, token: 'any', user: 'bench', certificateAuthority: cert }) })
})

process.on('message', (message: Replay) => {
  void replay(message).then((replayed) => process.send?.(replayed))
})
process.once('disconnect', () => process.exit(0))
