import { run, runOrThrow } from '../command.ts'

/**
 * The addresses of one cluster with a node. All are of 198.18.0.0/15, which RFC 2544 sets aside for tests of networks,
 * so that they hide nothing that this machine may want to reach.
 */
export interface NodeNetwork {
  /** The interface on this machine's side of the cable to the node. */
  readonly link: string
  /**
   * This machine's address on the cable. It is also the first address of the range of Services, which Kubernetes gives
   * the Service `kubernetes`: with the API server listening there on port 443, pods reach it without a kube-proxy.
   */
  readonly host: string
  /** The node's address on the cable. */
  readonly node: string
  readonly serviceRange: string
  readonly podRange: string
}

const networkOf = (number: number): NodeNetwork => ({
  link: `pullkeeper${number}`,
  host: `198.18.${number}.1`,
  // Not one that a Service could get: Kubernetes gives out the first 16 of a range of 256 only when asked for.
  node: `198.18.${number}.2`,
  serviceRange: `198.18.${number}.0/24`,
  podRange: `198.19.${number}.0/24`,
})

const CLUSTERS = 256

/**
 * Lays a cable from this machine into the network namespace of a process, by numbers that no other cluster has: the
 * kernel lets only one have the link's name. The cable and its routes go with the namespace. Throws without root.
 */
export const layCable = async (pid: number): Promise<NodeNetwork> => {
  for (let number = 0; number < CLUSTERS; number += 1) {
    const network = networkOf(number)
    const { link, host, node, podRange } = network
    const made = await run(['ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)])
    if (made.status !== 0 && made.stderr.includes('File exists')) continue
    if (made.status !== 0) throw new Error(`no network for the node: ip link add ${link}: ${made.stderr.trim()}`)
    const inside = ['nsenter', `--target=${pid}`, '--net', 'ip']
    for (const command of [
      ['ip', 'address', 'add', `${host}/24`, 'dev', link],
      ['ip', 'link', 'set', link, 'up'],
      [...inside, 'address', 'add', `${node}/24`, 'dev', 'eth0'],
      [...inside, 'link', 'set', 'eth0', 'up'],
      [...inside, 'route', 'add', 'default', 'via', host],
      ['ip', 'route', 'add', podRange, 'via', node],
    ])
      await runOrThrow(command)
    return network
  }
  throw new Error(`no network for the node: ${CLUSTERS} clusters have theirs already`)
}
