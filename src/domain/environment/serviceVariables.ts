import type { Variables } from './expand.ts'

/** What the variables of a Service come from. */
export interface ServiceFacts {
  readonly namespace: string
  readonly name: string
  /** `None` and nothing: no variables. */
  readonly clusterIP?: string
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[]
}

/** A Service whose variables every pod gets, whatever its namespace and enableServiceLinks. */
const isApiServer = ({ namespace, name }: ServiceFacts): boolean => namespace === 'default' && name === 'kubernetes'

const hasAddress = ({ clusterIP = '' }: ServiceFacts): boolean => clusterIP !== '' && clusterIP !== 'None'

const variableName = (name: string): string => name.replaceAll('-', '_').toUpperCase()

const hostPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** Docker's links: the first port stands for the Service, and each port for itself. */
const linkVariables = (
  prefix: string,
  address: string,
  { ports }: ServiceFacts,
): readonly (readonly [string, string])[] =>
  ports.flatMap(({ port, protocol = 'TCP' }, index) => {
    const url = `${protocol.toLowerCase()}://${hostPort(address, port)}`
    const own = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`
    return [
      ...(index === 0 ? ([[`${prefix}_PORT`, url]] as const) : []),
      [own, url] as const,
      [`${own}_PROTO`, protocol.toLowerCase()] as const,
      [`${own}_PORT`, String(port)] as const,
      [`${own}_ADDR`, address] as const,
    ]
  })

const variablesOf = (service: ServiceFacts): readonly (readonly [string, string])[] => {
  const [first] = service.ports
  const address = service.clusterIP ?? ''
  if (first === undefined) return []
  const prefix = variableName(service.name)
  const named = service.ports.flatMap(({ name = '', port }) =>
    name === '' ? [] : [[`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port)] as const],
  )
  return [
    [`${prefix}_SERVICE_HOST`, address],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...named,
    ...linkVariables(prefix, address, service),
  ]
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The variables that tell a container of the Services there are (pkg/kubelet/envvars and getServiceEnvVarMap,
 * pkg/kubelet/kubelet_pods.go, v1.36): those of its namespace if `enableServiceLinks` is not false, and
 * default/kubernetes always. Only Services that existed when the container started are in it, headless ones never are.
 * Of two Services that give the same name kubelet takes one at random; here the one whose name sorts last.
 */
export const serviceVariables = (
  namespace: string,
  enableServiceLinks: boolean,
  services: readonly ServiceFacts[],
): Variables => {
  const chosen = new Map<string, ServiceFacts>()
  for (const service of services.filter(hasAddress)) {
    // As there: default/kubernetes does not replace a Service of the same name that came first, the other way round it does.
    if (isApiServer(service) ? !chosen.has(service.name) : service.namespace === namespace && enableServiceLinks) {
      chosen.set(service.name, service)
    }
  }
  return new Map([...chosen.values()].sort((a, b) => compareText(a.name, b.name)).flatMap(variablesOf))
}
