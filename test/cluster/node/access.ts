import { isObject, textOf } from '../plainData.ts'

/** A registry of the cluster's node. */
export interface Registry {
  /** As it stands in an image reference, for example `localhost:5000`. */
  readonly host: string
  /** Where this machine reaches the same registry, to push to it; plain HTTP unless `tls`. */
  readonly pushHost: string
  readonly tls: boolean
}

/** The account of the private registry as it is at first; writePassword in registries.ts changes it. */
export interface RegistryAccount {
  readonly user: string
  readonly password: string
}

/** What tests need to know of the one node of a cluster. Plain data, part of ClusterAccess. */
export interface NodeAccess {
  readonly name: string
  /** The run's directory of the node: logs, state, sockets. */
  readonly directory: string
  /** IPv4 address at which this machine reaches the node. */
  readonly address: string
  readonly containerdSocket: string
  readonly account: RegistryAccount
  readonly htpasswdPath: string
  /** Orders of registryProxy.ts. */
  readonly proxySocket: string
}

/** Reads what came from another process. */
export const readNodeAccess = (value: unknown): NodeAccess => {
  const text = textOf(value, 'node')
  const account = textOf(isObject(value) ? value['account'] : undefined, 'registry account')
  return {
    name: text('name'),
    directory: text('directory'),
    address: text('address'),
    containerdSocket: text('containerdSocket'),
    account: { user: account('user'), password: account('password') },
    htpasswdPath: text('htpasswdPath'),
    proxySocket: text('proxySocket'),
  }
}
