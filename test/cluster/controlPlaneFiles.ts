import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUDIT_POLICY } from './auditLog.ts'

/** What the programs of a control plane share on disk. Paths, but for the token. */
export interface ControlPlaneFiles {
  readonly directory: string
  readonly serviceAccountKey: string
  readonly tokens: string
  readonly auditPolicy: string
  readonly auditLog: string
  readonly certificates: string
  /** Made by kube-apiserver when it starts: its certificate, then that of the authority which it made for it. */
  readonly certificateAuthority: string
  readonly kubeconfig: string
  readonly nodeKubeconfig: string
  readonly adminToken: string
  /** Of the kubelet of NODE_NAME. */
  readonly nodeToken: string
}

/** The one node that a cluster of ours may have. */
export const NODE_NAME = 'node-1'

const newToken = () => randomBytes(24).toString('hex')

/** Writes what there must be before the first program starts; only this user can read it. */
export const writeControlPlaneFiles = (directory: string): ControlPlaneFiles => {
  const write = (name: string, content: string) => {
    const path = join(directory, name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const adminToken = newToken()
  const nodeToken = newToken()
  const certificates = join(directory, 'certificates')
  mkdirSync(certificates, { recursive: true })
  return {
    directory,
    serviceAccountKey: write('service-account.key', privateKey.export({ type: 'sec1', format: 'pem' }).toString()),
    tokens: write(
      'tokens.csv',
      `${adminToken},admin,admin,system:masters\n${nodeToken},system:node:${NODE_NAME},${NODE_NAME},system:nodes\n`,
    ),
    auditPolicy: write('audit-policy.yaml', AUDIT_POLICY),
    auditLog: join(directory, 'audit.jsonl'),
    certificates,
    certificateAuthority: join(certificates, 'apiserver.crt'),
    kubeconfig: join(directory, 'kubeconfig'),
    nodeKubeconfig: join(directory, `kubeconfig-${NODE_NAME}`),
    adminToken,
    nodeToken,
  }
}
