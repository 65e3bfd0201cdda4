/** One thing that kubelet or a controller told of an object. */
export interface Told {
  readonly reason: string
  readonly message: string
}

/** What there is to be told of a pod or a Deployment: then it is recorded. */
export interface Ending {
  /** States of the pod in their order, by the reason of the container that holds it up. The last is what it stays in. */
  readonly states: readonly string[]
  readonly events: readonly RegExp[]
}

/** Of the pod's states that say nothing of a failure yet. */
export const RUNNING = 'Running'

const event = (reason: string, message = ''): RegExp => new RegExp(`^${reason}: ${message}`)

const onlyOnce = (reason: string, events: readonly RegExp[]): Ending => ({
  states: [reason],
  events: [...events, event('Failed', `Error: ${reason}`)],
})

/** What the kubelets under test tell; each pod comes to exactly one of these. */
export const podEndings: readonly Ending[] = [
  {
    states: ['ErrImagePull', 'ImagePullBackOff'],
    events: [
      event('Pulling'),
      event('Failed', 'Failed to pull image'),
      event('Failed', 'Error: ErrImagePull'),
      event('BackOff'),
      event('Failed', 'Error: ImagePullBackOff'),
    ],
  },
  onlyOnce('InvalidImageName', [event('InspectFailed')]),
  onlyOnce('ErrImageNeverPull', [event('ErrImageNeverPull')]),
  // A pull secret that cannot be read: the parser's text stands where a reason is expected.
  onlyOnce('illegal base64 data at input byte 0', []),
  {
    states: ['PostStartHookError', 'CrashLoopBackOff'],
    events: [event('Started'), event('FailedPostStartHook'), event('Killing'), event('BackOff')],
  },
  { states: ['ContainerCreating'], events: [event('FailedCreatePodSandBox')] },
  { states: [RUNNING], events: [event('Pulled'), event('Created'), event('Started')] },
]

/** The ending that a pod has come to; undefined while there is more to be told. */
export const endingOf = (states: ReadonlySet<string>, events: readonly Told[]): Ending | undefined =>
  podEndings.find(
    (ending) =>
      ending.states.every((state) => states.has(state)) &&
      ending.events.every((wanted) => events.some(({ reason, message }) => wanted.test(`${reason}: ${message}`))),
  )
