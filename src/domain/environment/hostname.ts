/** What of a pod decides its host name. */
export interface NamedPod {
  readonly name: string
  readonly namespace: string
  readonly hostname?: string
  readonly subdomain?: string
  readonly setHostnameAsFQDN?: boolean
  /** Since 1.34 (KEP-4762): overrides all of the above. */
  readonly hostnameOverride?: string
  readonly hostNetwork?: boolean
}

export type Hostname =
  | {
      readonly ok: true
      /** What `hostname` prints; absent with hostNetwork: it is the node's own. */
      readonly hostname?: string
      /** The name under which DNS knows the pod, given a headless Service called like its subdomain. */
      readonly fqdn?: string
      /** The name was longer than 63 characters and was cut. */
      readonly cut: boolean
    }
  /** No sandbox can be made: the pod stays in ContainerCreating with this error. */
  | { readonly ok: false; readonly problem: string }

/** A Linux node name has 64 bytes, its end included. */
const longest = 63
/** With the domain there may be one more. */
const longestFqdn = 64

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const isSubdomain = (text: string): boolean =>
  text.length <= 253 && text.split('.').every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(part))

const trimmed = (text: string): string => {
  let end = Math.min(text.length, longest)
  while (end > 0 && /[-.]/.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

const refuse = (problem: string): Hostname => ({ ok: false, problem })

/** Only a name that is cut loses dashes and dots at its end. */
const cutTo63 = (name: string): { readonly text: string; readonly cut: boolean } =>
  name.length <= longest ? { text: name, cut: false } : { text: trimmed(name), cut: true }

/**
 * The host name that kubelet gives a pod (GeneratePodHostNameAndDomain, pkg/kubelet/kubelet_pods.go, and
 * GetNodenameForKernel, pkg/kubelet/util, v1.36): the pod's name, cut to 63 characters and without dashes and dots at
 * the cut, or `hostname`; with `setHostnameAsFQDN` and a subdomain the whole domain name, of 64 characters at most.
 */
export const hostnameOf = (pod: NamedPod, clusterDomain = 'cluster.local'): Hostname => {
  const { hostname = '', subdomain = '', hostnameOverride, namespace } = pod
  if (pod.hostNetwork === true) return { ok: true, cut: false }
  if (hostnameOverride !== undefined) {
    if (!isSubdomain(hostnameOverride)) return refuse('hostnameOverride is not a DNS name')
    const { text, cut } = cutTo63(hostnameOverride)
    return { ok: true, hostname: text, cut }
  }
  if (hostname !== '' && !label.test(hostname)) return refuse('hostname is not a DNS label')
  if (subdomain !== '' && !label.test(subdomain)) return refuse('subdomain is not a DNS label')
  const { text, cut } = cutTo63(hostname === '' ? pod.name : hostname)
  if (subdomain === '') return { ok: true, hostname: text, cut }
  const fqdn = `${text}.${subdomain}.${namespace}.svc.${clusterDomain}`
  if (pod.setHostnameAsFQDN !== true) return { ok: true, hostname: text, fqdn, cut }
  if (fqdn.length > longestFqdn) {
    return refuse(`setHostnameAsFQDN: ${fqdn} has ${fqdn.length} characters, and at most ${longestFqdn} are possible`)
  }
  return { ok: true, hostname: fqdn, fqdn, cut }
}
