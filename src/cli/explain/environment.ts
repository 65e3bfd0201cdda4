import type { EnvFrom, EnvVar } from '../../domain/environment/declared.ts'
import { environmentOf } from '../../domain/environment/environment.ts'
import { hostnameOf } from '../../domain/environment/hostname.ts'
import type { ContainerResources } from '../../domain/environment/resourceField.ts'
import { serviceVariables } from '../../domain/environment/serviceVariables.ts'
import { redact } from '../../domain/redact.ts'
import type { ExplainedContainer, ExplainedPod } from '../../store/records/explainedPod.ts'
import { toResources } from '../audit/declared.ts'
import type { EnvironmentExplanation } from './explanation.ts'
import type { Facts } from './gather.ts'
import { present } from './present.ts'

type Reference = NonNullable<ExplainedContainer['env'][number]['valueFrom']['secretKeyRef']>

const keyReference = ({ name = '', key = '', optional }: Reference) => ({ name, key, optional })

const toEnv = ({ name, value, valueFrom }: ExplainedContainer['env'][number]): EnvVar => {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom
  return {
    name,
    ...(value !== undefined && { value }),
    valueFrom: {
      ...(fieldRef !== undefined && { fieldRef: { fieldPath: fieldRef.fieldPath ?? '' } }),
      ...(resourceFieldRef !== undefined && {
        resourceFieldRef: {
          resource: resourceFieldRef.resource ?? '',
          ...(resourceFieldRef.containerName !== undefined && { containerName: resourceFieldRef.containerName }),
          ...((typeof resourceFieldRef.divisor === 'string' || typeof resourceFieldRef.divisor === 'number') && {
            divisor: resourceFieldRef.divisor,
          }),
        },
      }),
      ...(configMapKeyRef !== undefined && { configMapKeyRef: keyReference(configMapKeyRef) }),
      ...(secretKeyRef !== undefined && { secretKeyRef: keyReference(secretKeyRef) }),
      ...(fileKeyRef && { fileKeyRef: {} }),
    },
  }
}

const toEnvFrom = ({ prefix, configMapRef, secretRef }: ExplainedContainer['envFrom'][number]): EnvFrom => ({
  ...(prefix !== undefined && { prefix }),
  ...(configMapRef !== undefined && {
    configMapRef: { name: configMapRef.name ?? '', optional: configMapRef.optional },
  }),
  ...(secretRef !== undefined && { secretRef: { name: secretRef.name ?? '', optional: secretRef.optional } }),
})

const toContainerResources = ({ name, resources }: ExplainedContainer): ContainerResources =>
  present({ name, limits: toResources(resources.limits), requests: toResources(resources.requests) })

const ipsOf = (list: readonly { readonly ip: string | undefined }[]): readonly string[] | undefined => {
  const ips = list.flatMap(({ ip }) => ip ?? [])
  return ips.length === 0 ? undefined : ips
}

const downward = ({ metadata, spec, status }: ExplainedPod, facts: Facts) =>
  present({
    // A template does not know the names of its pods.
    name: facts.subject.kind === 'Pod' ? facts.subject.name : `${facts.subject.name}-<id>`,
    namespace: facts.subject.namespace,
    uid: metadata.uid,
    labels: metadata.labels,
    annotations: metadata.annotations,
    nodeName: spec.nodeName,
    serviceAccountName: spec.serviceAccountName ?? 'default',
    hostIPs: ipsOf(status.hostIPs),
    podIPs: ipsOf(status.podIPs),
  })

/** Host name, downward API and variables of one container, as kubelet puts them together; no value of a Secret. */
export const explainEnvironment = (container: ExplainedContainer, facts: Facts): EnvironmentExplanation => {
  const { pod, services, objects, subject } = facts
  const { spec } = pod
  const all = [...spec.initContainers, ...spec.containers]
  const { entries, problems } = environmentOf({
    env: container.env.map(toEnv),
    envFrom: container.envFrom.map(toEnvFrom),
    pod: downward(pod, facts),
    container: toContainerResources(container),
    containers: all.map(toContainerResources),
    services: serviceVariables(subject.namespace, spec.enableServiceLinks !== false, services ?? []),
    objects,
  })
  const { hostname, subdomain, hostnameOverride, setHostnameAsFQDN, hostNetwork } = spec
  const named = hostnameOf({
    ...present({ hostname, subdomain, hostnameOverride }),
    setHostnameAsFQDN,
    hostNetwork,
    name: downward(pod, facts).name,
    namespace: subject.namespace,
  })
  return {
    ...(named.ok && named.hostname !== undefined && { hostname: named.hostname }),
    ...(named.ok && named.fqdn !== undefined && { fqdn: named.fqdn }),
    variables: entries.map(({ name, value, from, replaces }) => ({
      name,
      // Authors put credentials into plain values too.
      ...(value.state === 'known' && { value: redact(value.text) }),
      state: value.state,
      from,
      replaces,
    })),
    servicesUnread: services === undefined,
    problems: [...(named.ok ? [] : [named.problem]), ...problems.map(({ name, problem }) => `${name}: ${problem}`)],
  }
}
