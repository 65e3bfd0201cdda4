import { join } from 'node:path'
import type { ControlPlaneFiles } from './controlPlaneFiles.ts'

/** Where the programs listen. */
export interface Listening {
  /** An IPv4 address of this machine. */
  readonly address: string
  readonly apiServer: number
  readonly etcdClient: number
  readonly etcdPeer: number
  /** CIDR of the addresses that Services get. */
  readonly serviceRange: string
}

/** No fsync: what it keeps is thrown away with it, so only speed matters. */
export const etcdFlags = ({ directory }: ControlPlaneFiles, at: Listening): readonly string[] => [
  `--data-dir=${join(directory, 'etcd')}`,
  `--listen-client-urls=http://127.0.0.1:${at.etcdClient}`,
  `--advertise-client-urls=http://127.0.0.1:${at.etcdClient}`,
  `--listen-peer-urls=http://127.0.0.1:${at.etcdPeer}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${at.etcdPeer}`,
  `--initial-cluster=default=http://127.0.0.1:${at.etcdPeer}`,
  '--unsafe-no-fsync',
  '--log-level=warn',
]

export const apiServerFlags = (files: ControlPlaneFiles, at: Listening): readonly string[] => [
  `--etcd-servers=http://127.0.0.1:${at.etcdClient}`,
  `--bind-address=${at.address}`,
  `--advertise-address=${at.address}`,
  `--secure-port=${at.apiServer}`,
  // A loopback address may be no endpoint of the Service `kubernetes`.
  ...(at.address.startsWith('127.') ? ['--endpoint-reconciler-type=none'] : []),
  `--cert-dir=${files.certificates}`,
  `--service-cluster-ip-range=${at.serviceRange}`,
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${files.serviceAccountKey}`,
  `--service-account-signing-key-file=${files.serviceAccountKey}`,
  `--token-auth-file=${files.tokens}`,
  '--authorization-mode=Node,RBAC',
  '--enable-admission-plugins=NodeRestriction',
  '--allow-privileged=true',
  // For logs and exec: the node's name is known to nobody.
  '--kubelet-preferred-address-types=InternalIP',
  `--audit-policy-file=${files.auditPolicy}`,
  `--audit-log-path=${files.auditLog}`,
]

export const controllerManagerFlags = (files: ControlPlaneFiles): readonly string[] => [
  `--kubeconfig=${files.kubeconfig}`,
  '--use-service-account-credentials=true',
  `--root-ca-file=${files.certificateAuthority}`,
  `--service-account-private-key-file=${files.serviceAccountKey}`,
  '--leader-elect=false',
  // Nobody asks it for metrics: no port, no clash.
  '--secure-port=0',
]

export const schedulerFlags = (files: ControlPlaneFiles): readonly string[] => [
  `--kubeconfig=${files.kubeconfig}`,
  '--leader-elect=false',
  '--secure-port=0',
]
