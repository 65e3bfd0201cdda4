import { whyNoBinaries } from '../../test/cluster/binaries.ts'
import { controlPlaneBinaries } from '../../test/cluster/controlPlane.ts'
import { versionUnderTest } from '../../test/cluster/modules.ts'
import { whyNoNode } from '../../test/cluster/node/requirements.ts'
import { isGiven } from '../../test/node/support/foreign/environment.ts'

/** A tier of docs/testing.md: a project of jest.config.js. */
export interface Suite {
  readonly name: string
  /** In a few words, with the version of Kubernetes where it runs on one. */
  readonly what: () => string
  /** Why it cannot run on this machine; undefined when it can. */
  readonly missing: () => string | undefined
}

const missingForControlPlane = () => whyNoBinaries(controlPlaneBinaries, versionUnderTest())

/** A cluster that is given needs no node here. */
const missingForNode = () => (isGiven(process.env) ? undefined : whyNoNode(versionUnderTest()))

export const suites: readonly Suite[] = [
  { name: 'unit', what: () => 'pure code, and kube/ on loopback', missing: () => undefined },
  { name: 'embedded', what: () => 'the operator on the embedded API server', missing: () => undefined },
  {
    name: 'control-plane',
    what: () => `the operator on a real control plane, Kubernetes ${versionUnderTest()}`,
    missing: missingForControlPlane,
  },
  {
    name: 'node',
    what: () => `containers on a real node, Kubernetes ${versionUnderTest()}`,
    missing: missingForNode,
  },
]

/** What `npm test` runs. */
export const byDefault: readonly string[] = ['unit', 'embedded', 'control-plane']

export const isSuite = (name: string): boolean => suites.some((suite) => suite.name === name)
