import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A program of the cluster, or one that is used with it, that is built from a Go module. */
export type BinaryName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubectl'
  | 'kubelet'
  | 'ecr-credential-provider'
  | 'glua'

/** The Kubernetes versions that have modules here, the default first. */
export const KUBERNETES_VERSIONS = ['1.36', '1.34'] as const
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number]

/** A Go module under modules/ that pins the versions of some programs. */
export interface GoModule {
  readonly directory: string
  readonly version: string
  /** Go packages by the name of their program. */
  readonly packages: Readonly<Partial<Record<BinaryName, string>>>
}

const moduleAt = (name: string, pin: string, packages: GoModule['packages']): GoModule => {
  const directory = join(import.meta.dirname, 'modules', name)
  const version = new RegExp(`^\\s*(?:require )?${pin} (v\\S+)`, 'm').exec(
    readFileSync(join(directory, 'go.mod'), 'utf8'),
  )?.[1]
  if (version === undefined) throw new Error(`${directory}/go.mod does not require ${pin}`)
  return { directory, version, packages }
}

/**
 * etcd has a module of its own: in one module its dependencies and those of Kubernetes clash. So has kubelet: its
 * dependencies would raise versions of the others', and everything would be compiled again.
 */
export const modulesOf = (kubernetes: KubernetesVersion): readonly GoModule[] => [
  moduleAt('etcd', 'go.etcd.io/etcd/server/v3', { etcd: 'go.etcd.io/etcd/server/v3' }),
  moduleAt(`controlplane-${kubernetes}`, 'k8s.io/kubernetes', {
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
    'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
    kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  }),
  moduleAt(`kubelet-${kubernetes}`, 'k8s.io/kubernetes', { kubelet: 'k8s.io/kubernetes/cmd/kubelet' }),
  moduleAt('ecr-credential-provider', 'k8s.io/cloud-provider-aws', {
    'ecr-credential-provider': 'k8s.io/cloud-provider-aws/cmd/ecr-credential-provider',
  }),
  // The Lua of Argo CD, which runs our health check there.
  moduleAt('gopher-lua', 'github.com/yuin/gopher-lua', { glua: 'github.com/yuin/gopher-lua/cmd/glua' }),
]

/** Flags of `go build`: what `version` answers is linked in, or the programs call themselves v0.0.0. */
export const linkerFlags = ({ version }: GoModule): string => {
  const [major = '', minor = ''] = version.slice(1).split('.')
  const versions = { gitVersion: version, gitMajor: major, gitMinor: minor }
  const sets = Object.entries(versions).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
  return ['-s -w', ...sets].join(' ')
}

/** Where this project keeps what is expensive to make, outside of the checkout. */
export const cacheRoot = (): string => {
  const base = process.env['XDG_CACHE_HOME'] ?? ''
  return join(base === '' ? join(homedir(), '.cache') : base, 'pullkeeper', 'cluster')
}

/** Where a module's programs are kept between runs and checkouts; another go.mod or go.sum is another place. */
export const cacheDirectory = ({ directory, version }: GoModule): string => {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(directory, file)))
  return join(cacheRoot(), [version, process.platform, process.arch, hash.digest('hex').slice(0, 12)].join('-'))
}

/** Throws with the versions that there are. */
export const toKubernetesVersion = (text: string): KubernetesVersion => {
  const version = KUBERNETES_VERSIONS.find((known) => known === text)
  if (version === undefined) throw new Error(`no Kubernetes ${text} here: there is ${KUBERNETES_VERSIONS.join(', ')}`)
  return version
}

/** The version that test suites run on: PULLKEEPER_TEST_KUBERNETES, or the default. */
export const versionUnderTest = (): KubernetesVersion =>
  toKubernetesVersion(process.env['PULLKEEPER_TEST_KUBERNETES'] ?? KUBERNETES_VERSIONS[0])
