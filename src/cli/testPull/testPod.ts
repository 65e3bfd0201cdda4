/** Marks the pods of all test pulls; the value is that of one run. */
export const testPullLabel = 'pullkeeper.dev/test-pull'

/** What a run tries. */
export interface PullTest {
  readonly image: string
  readonly namespace: string
  readonly serviceAccount: string
  /** Unique to the run: 8 hexadecimal digits. */
  readonly run: string
  /** How long a pull may take, seconds. */
  readonly timeout: number
}

/** Beyond the run's own time: the run ends first, and takes its pods with it. */
const spare = 60

/**
 * kubelet ends the pod by itself then: nothing lives on when the run was killed before it could clean up. It looks at
 * the time between its tries, so a pull that hangs is let end first (ShouldEvict in generateAPIPodStatus,
 * pkg/kubelet, v1.36; seen on a real node). Seconds.
 */
export const deadlineOf = ({ timeout }: Pick<PullTest, 'timeout'>): number => timeout + spare

/** No image has it, so that nothing of the image is ever run: its start fails once the pull has succeeded. */
const nothingToRun = '/pullkeeper-test-pull/this-is-never-run'

export const containerName = 'pull'

/**
 * A pod that pulls an image as any pod of the ServiceAccount would, and runs nothing of it. It passes the Pod Security
 * Standard "restricted". On a node of its own choosing, or on the one named, whatever its taints.
 */
export const testPod = (test: PullTest, index: number, node: string | undefined): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `pullkeeper-test-pull-${test.run}-${index}`,
    namespace: test.namespace,
    labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', [testPullLabel]: test.run },
    annotations: { 'pullkeeper.dev/purpose': 'Made by pullkeeper test-pull, which removes it again.' },
  },
  spec: {
    serviceAccountName: test.serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    activeDeadlineSeconds: deadlineOf(test),
    terminationGracePeriodSeconds: 0,
    ...(node !== undefined && { nodeName: node, tolerations: [{ operator: 'Exists' }] }),
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: containerName,
        image: test.image,
        imagePullPolicy: 'Always',
        command: [nothingToRun],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
})
