import { spawnSync } from 'node:child_process'

/** A tier of docs/testing.md: a project of jest.config.js. */
export interface Suite {
  readonly name: string
  readonly what: string
  /** Why it cannot run on this machine; undefined when it can. */
  readonly missing: () => string | undefined
}

const answers = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0

const missingForControlPlane = (): string | undefined => {
  if (process.platform !== 'linux') return `it needs Linux, this is ${process.platform}`
  if ((process.env['KUBEBUILDER_ASSETS'] ?? '') !== '' || answers('go', ['version'])) return undefined
  return 'it needs Go, or KUBEBUILDER_ASSETS with etcd, kube-apiserver, kube-controller-manager and kube-scheduler'
}

export const suites: readonly Suite[] = [
  { name: 'unit', what: 'pure code, and kube/ on loopback', missing: () => undefined },
  { name: 'embedded', what: 'the operator on the embedded API server', missing: () => undefined },
  { name: 'control-plane', what: 'the operator on a real control plane', missing: missingForControlPlane },
]

/** What `npm test` runs. */
export const byDefault: readonly string[] = ['unit']

export const isSuite = (name: string): boolean => suites.some((suite) => suite.name === name)
