import { order } from '../control.ts'
import type { NodeAccess } from './access.ts'

/** `down` refuses connections, `reset` cuts them when they ask, `hang` never answers. */
export const PROXY_MODES = ['pass', 'too-many-requests', 'server-error', 'forbidden', 'hang', 'reset', 'down'] as const
export type ProxyMode = (typeof PROXY_MODES)[number]

/** Tells the proxy before the private registry how to behave from now on. */
export const setProxyMode = async ({ proxySocket }: NodeAccess, mode: ProxyMode): Promise<void> => {
  await order(proxySocket, mode)
}
