import { randomBytes } from 'node:crypto'
import type { RequestInfo } from './http/requestInfo.ts'
import { forbidden, unauthorized } from './status.ts'

/** A denial: what is left out stands for anything. */
export interface Denial {
  readonly user?: string
  readonly verb?: string
  /** The plural, with its subresource if it has one: `secrets`, `pods/eviction`. */
  readonly resource?: string
  readonly namespace?: string
}

/**
 * Who may what. Everyone with a known token may everything that no denial names; a user that is limited, only what its
 * limit allows besides (see rbac.ts, which takes it from the RBAC objects in the store).
 */
export interface Access {
  /** The user of an Authorization header; throws 401. */
  authenticate: (authorization: string | undefined) => string
  /** Throws the 403 that RBAC gives. */
  authorize: (user: string, request: RequestInfo) => void
  /** Denies from now on; returns how to allow again. */
  deny: (denial: Denial) => () => void
  /** From now on the user may only what `allows` says. */
  limit: (user: string, allows: (request: RequestInfo) => boolean) => void
  addToken: (token: string, user: string) => void
  tokenOf: (user: string) => string | undefined
  readonly users: () => readonly string[]
}

const whole = ({ resource, subresource }: RequestInfo) => (subresource === '' ? resource : `${resource}/${subresource}`)

const covers = (denial: Denial, user: string, request: RequestInfo): boolean =>
  (denial.user ?? user) === user &&
  (denial.verb ?? request.verb) === request.verb &&
  (denial.resource ?? whole(request)) === whole(request) &&
  (denial.namespace ?? request.namespace) === request.namespace

const denied = (user: string, request: RequestInfo): Error => {
  const { group, namespace, verb } = request
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const why = `User "${user}" cannot ${verb} resource "${whole(request)}" in API group "${group}" ${where}`
  return forbidden(request, request.name, why)
}

/**
 * Client libraries send credentials over TLS only (kubectl too), so over plain http a request without a token is taken
 * for the first user, as `kubectl proxy` does.
 */
export const createAccess = (
  tokens: Readonly<Record<string, string>>,
  { secure }: { readonly secure: boolean },
): Access => {
  const users = new Map(Object.entries(tokens))
  if (users.size === 0) users.set(randomBytes(16).toString('hex'), 'kubernetes-admin')
  const denials = new Set<Denial>()
  const limits = new Map<string, (request: RequestInfo) => boolean>()
  return {
    authenticate: (authorization) => {
      const [first] = users.values()
      if (authorization === undefined && !secure && first !== undefined) return first
      const user = users.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')
      if (user === undefined) throw unauthorized()
      return user
    },
    authorize: (user, request) => {
      if (request.resource === '') return
      const allowed = limits.get(user)?.(request) ?? true
      if (!allowed || [...denials].some((denial) => covers(denial, user, request))) throw denied(user, request)
    },
    limit: (user, allows) => {
      limits.set(user, allows)
    },
    deny: (denial) => {
      denials.add(denial)
      return () => denials.delete(denial)
    },
    addToken: (token, user) => {
      users.set(token, user)
    },
    tokenOf: (user) => [...users].find(([, name]) => name === user)?.[0],
    users: () => [...new Set(users.values())],
  }
}
