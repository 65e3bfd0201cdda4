import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { selfSignedCertificate } from '../../support/apiserver/certificate.ts'
import { runOrThrow } from '../command.ts'
import type { NodeAccess, Registry, RegistryAccount } from './access.ts'

/** Ports on the node, whose network is its own: the same in every run, so that messages are too. */
export const PORTS = { private: 5000, public: 5001, proxy: 5002, selfSigned: 5443 } as const

/** Names that the node's name server knows; it answers for all others that there is no such host. */
export const HOSTS = {
  plain: 'plain.registry.test',
  selfSigned: 'self-signed.registry.test',
  unreachable: 'unreachable.registry.test',
} as const

export type RegistryName = 'private' | 'public' | 'proxy' | 'plain' | 'selfSigned'

/**
 * The registries as image references name them, on every node:
 * - private: asks for a password; localhost is trusted without TLS;
 * - public: the same images, no password;
 * - proxy: passes on to private, and can be told to fail (registryProxy.ts);
 * - plain: the private one under a name that containerd expects TLS of;
 * - selfSigned: TLS with a certificate that nobody trusts, no password.
 */
export const hostsOfRegistries: Readonly<Record<RegistryName, string>> = {
  private: `localhost:${PORTS.private}`,
  public: `localhost:${PORTS.public}`,
  proxy: `localhost:${PORTS.proxy}`,
  plain: `${HOSTS.plain}:${PORTS.private}`,
  selfSigned: `${HOSTS.selfSigned}:${PORTS.selfSigned}`,
}

/** The same, with where this machine reaches them. */
export const registries = ({ address }: NodeAccess): Readonly<Record<RegistryName, Registry>> => {
  const at = (host: string, tls = false): Registry => ({ host, pushHost: host.replace(/^[^:]*/, address), tls })
  const { selfSigned, ...others } = hostsOfRegistries
  return {
    private: at(others.private),
    public: at(others.public),
    proxy: at(others.proxy),
    plain: at(others.plain),
    selfSigned: at(selfSigned, true),
  }
}

/** Gives the private registry's only user this password; the registry reads the file again when it has changed. */
export const writePassword = async (htpasswdPath: string, { user, password }: RegistryAccount): Promise<void> => {
  await runOrThrow(['htpasswd', '-i', '-B', '-c', htpasswdPath, user], { input: password })
}

/** Writes the configuration of one docker-registry; gives its command. All share their storage: pushed once, in all. */
const registryCommand = (directory: string, name: string, http: object, auth?: object): readonly string[] => {
  const path = join(directory, `registry-${name}.yaml`)
  writeFileSync(
    path,
    stringify({
      version: 0.1,
      log: { level: 'warn' },
      storage: { filesystem: { rootdirectory: join(directory, 'registry') }, delete: { enabled: true } },
      http,
      ...(auth !== undefined && { auth }),
    }),
  )
  return ['docker-registry', 'serve', path]
}

/** The commands of all registries but the proxy, by the name of their program. */
export const registryCommands = (directory: string, htpasswdPath: string): ReadonlyMap<string, readonly string[]> => {
  const { key, cert } = selfSignedCertificate([HOSTS.selfSigned], [])
  const keyPath = join(directory, 'self-signed.key')
  const certificatePath = join(directory, 'self-signed.crt')
  writeFileSync(keyPath, key, { mode: 0o600 })
  writeFileSync(certificatePath, cert)
  const addr = (port: number) => `0.0.0.0:${port}`
  return new Map([
    [
      'registry-private',
      registryCommand(
        directory,
        'private',
        { addr: addr(PORTS.private) },
        { htpasswd: { realm: 'acme', path: htpasswdPath } },
      ),
    ],
    ['registry-public', registryCommand(directory, 'public', { addr: addr(PORTS.public) })],
    [
      'registry-self-signed',
      registryCommand(directory, 'self-signed', {
        addr: addr(PORTS.selfSigned),
        tls: { certificate: certificatePath, key: keyPath },
      }),
    ],
  ])
}

/** A name server for the node and its pods that knows only the names above. */
export const nameServerCommand = (address: string, nowhere: string): readonly string[] => [
  'dnsmasq',
  '--keep-in-foreground',
  '--conf-file=/dev/null',
  '--pid-file=',
  '--user=root',
  '--log-facility=-',
  '--no-resolv',
  '--no-hosts',
  '--bind-interfaces',
  `--listen-address=127.0.0.1,${address}`,
  '--local=/#/',
  `--host-record=${HOSTS.plain},${address}`,
  `--host-record=${HOSTS.selfSigned},${address}`,
  `--host-record=${HOSTS.unreachable},${nowhere}`,
]
