import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Server } from 'node:net'
import { KubeConfig } from '@kubernetes/client-node'

/** Self-signed, for localhost and 127.0.0.1; it protects nothing. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUee3XoI335MnRPWSq0HIxd6s6HWkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA4MzA1OVoYDzIxMjYxMDMx
MDgzMDU5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASCuXPGO9/q0AYwpU2FkN0CkZYsw8k/MVo2swsMCPQa8TIn4WdyCJIM
qUnhUtu6QV+UroARmiCfY88Io94ytWA6o28wbTAdBgNVHQ4EFgQU+vG9XZH7cKSK
aBlAnMwCJxYT51MwHwYDVR0jBBgwFoAU+vG9XZH7cKSKaBlAnMwCJxYT51MwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAIEA816lx3IIUa3tU58hNZKIictX4lLHqVEFUMok9EOdAiBL
/0q2QKeAkHajik3DnmpCeGPkWhr5RfUmU4je6oahbg==
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJbfjMFgFrQnQbTqN
2vy2IS2Qvys5jrO6pBL0nlaQHmKhRANCAASCuXPGO9/q0AYwpU2FkN0CkZYsw8k/
MVo2swsMCPQa8TIn4WdyCJIMqUnhUtu6QV+UroARmiCfY88Io94ytWA6
-----END PRIVATE KEY-----
`

/** A server on a port that the kernel chose. */
export interface Loopback {
  readonly url: string
  /** Connections that were ever made to it. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Starts a server on a port that the kernel chooses. */
export const listenOnAnyPort = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}

export const listen = async (handle: RequestListener, { tls = false } = {}): Promise<Loopback> => {
  const server = tls ? https.createServer({ key, cert: certificate }, handle) : http.createServer(handle)
  let connections = 0
  server.on(tls ? 'secureConnection' : 'connection', () => (connections += 1))
  const port = await listenOnAnyPort(server)
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    connections: () => connections,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => void server.close(() => resolve()))
    },
  }
}

export interface KubeConfigFields {
  readonly cluster?: object
  readonly user?: object
}

export const kubeConfigFor = (server: string, { cluster = {}, user = {} }: KubeConfigFields = {}): KubeConfig => {
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [{ name: 'loopback', server, caData: Buffer.from(certificate).toString('base64'), ...cluster }],
    users: [{ name: 'tester', ...user }],
    contexts: [{ name: 'test', cluster: 'loopback', user: 'tester' }],
    currentContext: 'test',
  })
  return config
}

export const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  return text
}

export const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
