import { isMessage } from '../../store/records/json.ts'

type Message = Readonly<Record<string, unknown>>

/** How far the pull of a test pod has come. */
export type PullProgress =
  | { readonly state: 'pulled'; readonly imageID?: string }
  /** kubelet has tried and failed, or refuses to try. */
  | { readonly state: 'failed' }
  /** Nothing has been said yet; `detail` is what the pod waits for. */
  | { readonly state: 'waiting'; readonly detail: string }

const at = (value: unknown, key: string): Message => {
  const found = isMessage(value) ? value[key] : undefined
  return isMessage(found) ? found : {}
}

const textAt = (value: unknown, key: string): string => {
  const found = isMessage(value) ? value[key] : undefined
  return typeof found === 'string' ? found : ''
}

const listAt = (value: unknown, key: string): readonly Message[] => {
  const found = isMessage(value) ? value[key] : undefined
  return Array.isArray(found) ? found.filter(isMessage) : []
}

/** Before a pull, or while it goes on. */
const beforePull: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing'])

/** What comes only once the image is there (startContainer, pkg/kubelet/kuberuntime/kuberuntime_container.go, v1.36). */
const afterPull: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'RunContainerError',
  'CrashLoopBackOff',
])

const notScheduled = (status: Message): string => {
  const condition = listAt(status, 'conditions').find(
    (each) => each['type'] === 'PodScheduled' && each['status'] === 'False',
  )
  return condition === undefined
    ? ''
    : `it is not scheduled: ${textAt(condition, 'message') || textAt(condition, 'reason')}`
}

/** Reads how far a test pod has come from its status. */
export const progressOf = (pod: unknown): PullProgress => {
  const status = at(pod, 'status')
  const [container] = listAt(status, 'containerStatuses')
  const imageID = textAt(container, 'imageID')
  const state = at(container, 'state')
  const waiting = textAt(at(state, 'waiting'), 'reason')
  const started = isMessage(state['running']) || (isMessage(state['terminated']) && container !== undefined)
  if (imageID !== '' || started || afterPull.has(waiting)) {
    return { state: 'pulled', ...(imageID !== '' && { imageID }) }
  }
  if (!beforePull.has(waiting)) return { state: 'failed' }
  // A node may refuse the pod, or its deadline may be over.
  if (textAt(status, 'phase') === 'Failed') return { state: 'failed' }
  return { state: 'waiting', detail: notScheduled(status) || 'the image is still being pulled' }
}
