import { padded, uidOf } from './names.ts'
import { podsPerDeployment, type Shape } from './shape.ts'
import { namespaceNames } from './names.ts'

const created = '2026-11-23T10:00:00Z'
const started = '2026-11-23T10:00:07Z'

const environment = Array.from({ length: 16 }, (_, index) => ({
  name: `SERVICE_SETTING_${index}`,
  value: `https://service-${index}.internal.example.com:8443/v1/resources`,
}))

const probe = (path: string) => ({
  httpGet: { path, port: 8080, scheme: 'HTTP' },
  initialDelaySeconds: 5,
  timeoutSeconds: 3,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
})

const tokenVolume = (suffix: string) => ({
  name: `kube-api-access-${suffix}`,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
})

const tolerations = ['not-ready', 'unreachable'].map((condition) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}))

/** What real pods carry beside what we read: with it a pod has the 5 KB of JSON that pods have. */
const annotations = {
  'checksum/config': '3f8c1ee6c9e5f9e5b3f0c1d2a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7',
  'cni.projectcalico.org/containerID': 'b5a1b6d8c0f2e4a6b8c0d2e4f6a8b0c2d4e6f8a0b2c4d6e8f0a2b4c6d8e0f2a4',
  'prometheus.io/port': '9090',
  'prometheus.io/scrape': 'true',
}

/** One of a Deployment's pods, as kube-apiserver shows it: about 5 KB of JSON. */
export const podObject = (index: number, shape: Shape) => {
  const deployment = Math.floor(index / podsPerDeployment)
  const namespace = namespaceNames.of(deployment % shape.namespaces)
  const app = `app-${padded(deployment, 5)}`
  const replicaSet = `${app}-7d9c5b6f4d`
  const name = `${replicaSet}-${padded(index, 6)}`
  const image = `registry-${deployment % 7}.example.com/team-${deployment % 50}/service-${deployment % 400}:v1.${deployment % 30}`
  const account = `account-${deployment % Math.max(1, Math.round(shape.serviceAccounts / shape.namespaces))}`
  const failing = index < shape.failing
  const token = tokenVolume(padded(index, 6).slice(-5))
  const mount = { name: token.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
  const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${replicaSet}-`,
      namespace,
      uid: uidOf('pod', index),
      creationTimestamp: created,
      labels: {
        'app.kubernetes.io/name': app,
        'app.kubernetes.io/instance': 'production',
        'app.kubernetes.io/part-of': 'shop',
        'pod-template-hash': '7d9c5b6f4d',
      },
      annotations,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: replicaSet,
          uid: uidOf('rs', deployment),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      volumes: [{ name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } }, token],
      containers: [
        {
          name: 'app',
          image,
          args: ['--listen=:8080', '--config=/etc/app/config.yaml', '--log-format=json'],
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: environment,
          resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
          volumeMounts: [{ name: 'config', mountPath: '/etc/app' }, mount],
          livenessProbe: probe('/healthz'),
          readinessProbe: probe('/readyz'),
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: account,
      serviceAccount: account,
      nodeName: `node-${padded(index % shape.nodes, 4)}`,
      securityContext: { runAsNonRoot: true, runAsUser: 1000 },
      imagePullSecrets: [{ name: 'registry' }],
      schedulerName: 'default-scheduler',
      tolerations,
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: failing ? 'Pending' : 'Running',
      conditions: conditions(failing),
      hostIP: `192.168.${(index >> 8) & 255}.${index & 255}`,
      podIP: address,
      podIPs: [{ ip: address }],
      startTime: created,
      containerStatuses: [failing ? deniedContainer(image) : runningContainer(image, index)],
      qosClass: 'Burstable',
    },
  }
}

const conditions = (failing: boolean) =>
  ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: failing && type.endsWith('Ready') ? 'False' : 'True',
    lastProbeTime: null,
    lastTransitionTime: started,
  }))

const runningContainer = (image: string, index: number) => ({
  name: 'app',
  state: { running: { startedAt: started } },
  lastState: {},
  ready: true,
  restartCount: 0,
  image,
  imageID: `${image.split(':')[0]}@sha256:${'4f'.repeat(32)}`,
  containerID: `containerd://${padded(index, 6)}${'a7'.repeat(29)}`,
  started: true,
})

/** As kubelet words it since 1.32, with containerd's text. */
const deniedContainer = (image: string) => ({
  name: 'app',
  state: {
    waiting: {
      reason: 'ImagePullBackOff',
      message:
        `Back-off pulling image "${image}": ErrImagePull: failed to pull and unpack image "${image}": failed to ` +
        `resolve reference "${image}": pull access denied, repository does not exist or may require authorization: ` +
        'server message: insufficient_scope: authorization failed',
    },
  },
  lastState: {},
  ready: false,
  restartCount: 0,
  image,
  imageID: '',
  started: false,
})
