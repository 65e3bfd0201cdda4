/** What is to be explained. */
export interface Target {
  readonly kind: string
  readonly name: string
}

const names: Readonly<Record<string, readonly string[]>> = {
  Pod: ['pod', 'pods', 'po'],
  Deployment: ['deployment', 'deployments', 'deploy', 'deployment.apps', 'deployments.apps'],
  StatefulSet: ['statefulset', 'statefulsets', 'sts', 'statefulset.apps', 'statefulsets.apps'],
  DaemonSet: ['daemonset', 'daemonsets', 'ds', 'daemonset.apps', 'daemonsets.apps'],
  ReplicaSet: ['replicaset', 'replicasets', 'rs', 'replicaset.apps', 'replicasets.apps'],
  ReplicationController: ['replicationcontroller', 'replicationcontrollers', 'rc'],
  Job: ['job', 'jobs', 'job.batch', 'jobs.batch'],
  CronJob: ['cronjob', 'cronjobs', 'cj', 'cronjob.batch', 'cronjobs.batch'],
}

const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
)

const objectName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

const one = (word: string, name: string): Target => {
  const kind = kinds.get(word.toLowerCase())
  if (kind === undefined) {
    throw new RangeError(
      `${JSON.stringify(word)} is no kind that starts containers: use pod, deploy, sts, ds, rs, rc, job or cj`,
    )
  }
  if (!objectName.test(name)) throw new RangeError(`${JSON.stringify(name)} is not the name of an object`)
  return { kind, name }
}

/** Reads `deploy/web pod/a`, or `deploy web a` as kubectl takes it. Throws RangeError on anything else. */
export const parseTargets = (words: readonly string[]): readonly Target[] => {
  const [first = '', ...rest] = words
  if (!first.includes('/') && rest.length > 0 && rest.every((word) => !word.includes('/'))) {
    return rest.map((name) => one(first, name))
  }
  return words.map((word) => {
    const [kind = '', name, ...more] = word.split('/')
    if (name === undefined || more.length > 0) throw new RangeError(`expected KIND/NAME, not ${JSON.stringify(word)}`)
    return one(kind, name)
  })
}
