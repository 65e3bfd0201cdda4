import http from 'node:http'
import https from 'node:https'
import type { OnReadOpts } from 'node:net'
import type { TlsMaterial } from './authentication.ts'
import { intoOneBuffer } from './oneBuffer.ts'

/** Requests at the same time; more wait. Writes are few, and the work queue bounds them before this does. */
export const DEFAULT_MAX_SOCKETS = 16

/** Shorter than the idle time-outs of kube-apiserver (90 s) and of usual load balancers (60 s), so that no request is sent down a connection that the other side is just closing. */
const IDLE_MS = 45_000

/** Connections are kept and reused. Watches do not count against the requests' limit, so that streams starve no request. */
export interface Agents {
  readonly requests: http.Agent
  readonly streams: http.Agent
}

/** Gives the agents for TLS material; the same ones for as long as it stays the same. */
export interface AgentPool {
  agentsFor(material: TlsMaterial): Agents
  /** Cuts all connections. */
  close(): void
}

const sameBytes = (left: unknown, right: unknown): boolean =>
  Buffer.isBuffer(left) && Buffer.isBuffer(right) ? left.equals(right) : left === right

const sameMaterial = (left: TlsMaterial, right: TlsMaterial): boolean =>
  sameBytes(left.ca, right.ca) &&
  sameBytes(left.cert, right.cert) &&
  sameBytes(left.key, right.key) &&
  left.servername === right.servername &&
  left.rejectUnauthorized === right.rejectUnauthorized

const createAgents = (secure: boolean, material: TlsMaterial, maxSockets: number): Agents => {
  const Agent = secure ? https.Agent : http.Agent
  const tls = secure ? material : {}
  // keepAlive turns TCP keep-alive on, too, which finds a peer that is gone. An agent gives `onread` to the connections that
  // it makes (lib/_http_agent.js, v24); @types/node does not know that.
  const streams: https.AgentOptions & { readonly onread: OnReadOpts } = {
    ...tls,
    keepAlive: true,
    keepAliveMsecs: 30_000,
    timeout: IDLE_MS,
    onread: intoOneBuffer(),
  }
  return {
    requests: new Agent({ ...tls, keepAlive: true, maxSockets, timeout: IDLE_MS, scheduling: 'lifo' }),
    streams: new Agent(streams),
  }
}

/** New agents only when a certificate or CA was rotated: a new agent is a new TLS connection for the next request. */
export const createAgentPool = (secure: boolean, maxSockets: number): AgentPool => {
  let current: { readonly material: TlsMaterial; readonly agents: Agents } | undefined
  return {
    agentsFor: (material) => {
      // The old agents are left to end what runs on them; their idle connections time out.
      if (!current || !sameMaterial(current.material, material)) {
        current = { material, agents: createAgents(secure, material, maxSockets) }
      }
      return current.agents
    },
    close: () => {
      current?.agents.requests.destroy()
      current?.agents.streams.destroy()
      current = undefined
    },
  }
}
