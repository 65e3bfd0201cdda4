import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Refusal } from './admission/admission.ts'
import { type Access, createAccess } from './access.ts'
import { type Audit, createAudit } from './audit.ts'
import { selfSignedCertificate } from './certificate.ts'
import { createFaults, type Faults } from './faults.ts'
import { listener } from './http/listener.ts'
import { createSnapshots } from './http/snapshots.ts'
import { inProcessStore, type InProcessStore } from './inProcess.ts'
import { kubeconfigText } from './kubeconfig.ts'
import { createStorage } from './storage/storage.ts'
import type { RuleCheck } from './validation/schema.ts'
import type { Api } from './verbs/api.ts'

export interface ApiServerOptions {
  /** Bearer tokens and the users they stand for; by default one random token for `kubernetes-admin`. */
  readonly tokens?: Readonly<Record<string, string>>
  /** Serves https with a certificate of its own for 127.0.0.1 and localhost, or with the given PEMs. */
  readonly https?: boolean | { readonly key: string; readonly cert: string; readonly ca?: string }
  /** 0, the default, lets the kernel choose. */
  readonly port?: number
  /** Changes that are remembered for each resource, before watches are answered 410. */
  readonly historyLimit?: number
  readonly bookmarkMilliseconds?: number
  readonly auditLimit?: number
  /** Stands in for CEL, which is not evaluated. */
  readonly checkRules?: RuleCheck
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

export interface ApiServer {
  readonly url: string
  /** PEM; undefined over http. */
  readonly certificateAuthority: string | undefined
  readonly store: InProcessStore
  readonly faults: Faults
  readonly access: Access
  readonly audit: Audit
  /** A bearer token of a user, made when there is none. */
  token: (user?: string) => string
  /** A kubeconfig as YAML, for the first user or the one given. */
  kubeconfig: (user?: string) => string
  /** Adds an admission plugin (a quota, a policy); returns how to remove it. */
  refuse: (refusal: Refusal) => () => void
  /** The present revision: the resourceVersion of the last write. */
  revision: () => number
  /** Forgets the history and all continue tokens, as etcd's compaction does: resuming is answered 410. */
  compact: () => void
  /** Cuts all connections; new ones are served. */
  disconnect: () => void
  /** Stops listening and cuts all connections: the server is gone until `resume`, which takes the same port. */
  suspend: () => Promise<void>
  resume: () => Promise<void>
  close: () => Promise<void>
}

const HOST = '127.0.0.1'

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const tlsOf = ({ https = false }: ApiServerOptions) => {
  if (https === false) return undefined
  if (https !== true) return { ca: https.cert, ...https }
  const { key, cert } = selfSignedCertificate(['localhost'], [HOST])
  return { key, cert, ca: cert }
}

/** The namespaces that a cluster is born with. */
const BORN_WITH = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

/** Starts an API server in this process, on loopback. */
export const startApiServer = async (options: ApiServerOptions = {}): Promise<ApiServer> => {
  const {
    historyLimit = 10_000,
    bookmarkMilliseconds = 10_000,
    auditLimit = 20_000,
    now = Date.now,
    checkRules,
  } = options
  const api: Api = { storage: createStorage({ historyLimit }), now, refusals: new Set(), checkRules }
  const access = createAccess(options.tokens ?? {}, { secure: Boolean(options.https) })
  const faults = createFaults()
  const audit = createAudit(auditLimit)
  const snapshots = createSnapshots()
  const store = inProcessStore(api)
  for (const name of BORN_WITH) store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })

  const answer = listener({ api, access, faults, audit, snapshots, bookmarkMilliseconds })
  const onRequest: RequestListener = (request, response) => void answer(request, response)
  const tls = tlsOf(options)
  const server: Server = tls ? createHttpsServer(tls, onRequest) : createHttpServer(onRequest)
  // Idle connections stay as long as those of kube-apiserver do, so that tests meet reuse and not its end.
  server.keepAliveTimeout = 90_000
  server.requestTimeout = 0

  const port = await listen(server, options.port ?? 0)
  const url = `${tls ? 'https' : 'http'}://${HOST}:${port}`
  const token = (user = access.users()[0] ?? 'kubernetes-admin'): string => {
    const known = access.tokenOf(user)
    if (known !== undefined) return known
    access.addToken(`token-of-${user}-${Math.random().toString(36).slice(2)}`, user)
    return token(user)
  }

  return {
    url,
    certificateAuthority: tls?.ca,
    store,
    faults,
    access,
    audit,
    token,
    kubeconfig: (user = access.users()[0] ?? '') =>
      kubeconfigText({ url, user, token: token(user), certificateAuthority: tls?.ca }),
    refuse: (refusal) => {
      api.refusals.add(refusal)
      return () => api.refusals.delete(refusal)
    },
    revision: api.storage.revision,
    compact: () => {
      snapshots.forget()
      for (const resource of api.storage.resources()) api.storage.of(resource).log.forget(api.storage.revision())
    },
    disconnect: () => server.closeAllConnections(),
    suspend: () => stop(server),
    resume: async () => {
      await listen(server, port)
    },
    close: () => stop(server),
  }
}
