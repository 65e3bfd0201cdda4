import { readFileSync } from 'node:fs'
import type { KubectlAccess } from '../../../cluster/kubectl.ts'
import { HOSTS, hostsOfRegistries } from '../../../cluster/node/registries.ts'
import type { SuiteCluster } from '../suiteCluster.ts'
import type { GivenCluster } from './environment.ts'

/** Where the global setup leaves what test files need of a cluster that is somebody else's: a file's path. */
export const FOREIGN_VARIABLE = 'PULLKEEPER_TEST_FOREIGN_CLUSTER'

export interface ForeignCluster {
  readonly given: GivenCluster
  readonly kubectl: KubectlAccess
}

/** The suite runs on a cluster that is somebody else's. */
export const isForeign = (): boolean => process.env[FOREIGN_VARIABLE] !== undefined

/** What the global setup left. */
export const readForeignCluster = (): ForeignCluster => {
  const cluster: ForeignCluster = JSON.parse(readFileSync(process.env[FOREIGN_VARIABLE] ?? '', 'utf8'))
  return cluster
}

/** As scenes see it. The registries that only a node of ours has have names that nobody answers to. */
export const suiteOfForeign = ({ given, kubectl }: ForeignCluster): SuiteCluster => ({
  kubectl,
  account: given.account,
  registry: {
    private: given.private.host,
    public: given.public.host,
    proxy: `proxy.${HOSTS.plain}`,
    plain: hostsOfRegistries.plain,
    selfSigned: hostsOfRegistries.selfSigned,
  },
  ours: () => {
    throw new Error('this cluster was not started for the suite: a scene that needs one belongs into whereOurs')
  },
})
