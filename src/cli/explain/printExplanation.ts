import type { EnvSource } from '../../domain/environment/declared.ts'
import { printTable } from '../table.ts'
import type {
  ContainerExplanation,
  Explanation,
  FailureExplanation,
  PolicyInPlay,
  VariableExplanation,
} from './explanation.ts'

/** A heading, and what stands under it. */
type Section = readonly [title: string, lines: readonly string[]]

const indent = (lines: readonly string[], by: string): string => lines.map((line) => `${by}${line}\n`).join('')

const tableLines = (rows: readonly (readonly string[])[]): readonly string[] => printTable(rows).trimEnd().split('\n')

const list = (texts: readonly string[], most = 5): string =>
  texts.length <= most ? texts.join(', ') : `${texts.slice(0, most).join(', ')} and ${texts.length - most} more`

const labels = (map: Readonly<Record<string, string | number>>): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')

const image = ({ image: of }: ContainerExplanation): Section => {
  if ('problem' in of) return ['Image', [of.text, of.problem]]
  const rows = [
    ['registry', of.registry, of.implied.includes('registry') ? '(implied)' : ''],
    ['repository', of.repository, of.implied.includes('library') ? '(library/ implied)' : ''],
    ...(of.tag === undefined ? [] : [['tag', of.tag, of.implied.includes('tag') ? '(implied)' : '']]),
    ...(of.digest === undefined
      ? []
      : [['digest', of.digest, of.tag === undefined ? '' : '(decides, whatever the tag)']]),
  ]
  return ['Image', [of.text, ...tableLines(rows)]]
}

const policy = ({ pullPolicy }: ContainerExplanation): Section => [
  'Pull policy',
  [
    `${pullPolicy.policy}: ${pullPolicy.because}`,
    `the next start ${pullPolicy.effect}`,
    ...(pullPolicy.note === undefined ? [] : [pullPolicy.note]),
  ],
]

const policyLine = ({ policy: name, secret, keys, fits, ...of }: PolicyInPlay): string =>
  [
    `ImagePolicy ${name}: Secret ${secret}${keys.length === 0 ? '' : ` for ${list(keys, 3)}`}`,
    ...(fits ? [] : ['nothing for this image']),
    ...(of.hindrance === undefined ? [] : [of.hindrance]),
    ...(of.selectsNamespace === 'No' && of.hindrance === undefined ? ['it does not select this namespace'] : []),
    ...(of.selectsNamespace === 'Unknown' ? ['whether it selects this namespace is not known here'] : []),
    ...(of.selectsAccount === 'No' ? ['it does not select this ServiceAccount'] : []),
  ].join('; ')

const credentials = ({ credentials: { tries, notTried, unusable, policies, also } }: ContainerExplanation): Section => [
  'Credentials',
  [
    ...(tries.length === 0
      ? ['no pull secret matches: the pull is anonymous, unless the node has credentials of its own']
      : tableLines(tries.map(({ secret, key }, index) => [`${index + 1}.`, `Secret ${secret}`, `key ${key}`]))),
    ...notTried.map(({ secret, key, because }) => `not tried: Secret ${secret}, key ${key}: ${because}`),
    ...unusable.map(({ secret, because }) => `Secret ${secret}: ${because}`),
    ...policies.map(policyLine),
    ...also,
  ],
]

const platforms = ({ platforms: { named, needed, note } }: ContainerExplanation): Section => [
  'Platforms',
  [
    ...needed.map(({ platform, nodes }) => `${platform} is needed by ${list(nodes)}`),
    ...(named === undefined ? [] : [`the name of the image says that it is for ${named} only`]),
    ...(note === undefined ? [] : [note]),
  ],
]

const runtimeClass = ({ runtimeClass: of }: ContainerExplanation): Section => {
  const { name, handler, nodeSelector, tolerations, overhead, nodes, problems } = of
  return [
    'RuntimeClass',
    [
      name === undefined
        ? "none: the node's default runtime"
        : `${name}${handler === undefined ? '' : `, handler ${handler}`}`,
      ...(Object.keys(nodeSelector).length === 0 ? [] : [`nodes with ${labels(nodeSelector)}`]),
      ...(tolerations.length === 0
        ? []
        : [
            `tolerates ${list(tolerations.map(({ key = '*', value, effect = '*' }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`))}`,
          ]),
      ...(overhead === undefined ? [] : [`overhead ${labels(overhead)}`]),
      ...(nodes === undefined || nodes.having.length === 0 ? [] : [`nodes with the handler: ${list(nodes.having)}`]),
      ...(nodes === undefined || nodes.lacking.length === 0 ? [] : [`nodes without it: ${list(nodes.lacking)}`]),
      ...(nodes === undefined || nodes.unknown.length === 0 ? [] : [`nodes that do not tell: ${list(nodes.unknown)}`]),
      ...problems,
    ],
  ]
}

const lifecycle = ({ lifecycle: { starting, stopping } }: ContainerExplanation): Section => [
  'Lifecycle',
  [...starting.map((line) => `start: ${line}`), ...stopping.map((line) => `stop: ${line}`)],
]

const sourceOf = (from: EnvSource): string => {
  switch (from.kind) {
    case 'env':
      return 'env'
    case 'configMap':
      return `ConfigMap ${from.name}${from.key === undefined ? '' : `, key ${from.key}`}`
    case 'secret':
      return `Secret ${from.name}${from.key === undefined ? '' : `, key ${from.key}`}`
    case 'field':
      return `field ${from.path}`
    case 'resource':
      return `resource ${from.resource}`
    case 'file':
      return 'a file, at the start'
    case 'service':
      return 'a Service'
    default:
      return from satisfies never
  }
}

const placeholders = { secret: '<from a Secret>', later: '<known at the start>', unread: '<may not be read>' } as const

const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s*\n\s*/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

const valueOf = ({ state, value = '' }: VariableExplanation): string =>
  state === 'known' ? oneLine(value) : placeholders[state]

const environment = ({
  environment: { hostname, fqdn, variables, servicesUnread, problems },
}: ContainerExplanation): Section => [
  'Environment',
  [
    ...(hostname === undefined ? [] : [`host name ${hostname}${fqdn === undefined ? '' : ` (${fqdn})`}`]),
    ...(variables.length === 0
      ? []
      : tableLines(
          variables.map((variable) => [
            variable.name,
            valueOf(variable),
            `${sourceOf(variable.from)}${variable.replaces.length === 0 ? '' : `, instead of ${variable.replaces.map(sourceOf).join(', ')}`}`,
          ]),
        )),
    ...(servicesUnread ? ['the variables of Services are not known here'] : []),
    ...problems.map((problem) => `it cannot be made: ${problem}`),
  ],
]

const seconds = (delays: readonly number[]): string => `${delays.join(', ')}, then every ${delays.at(-1) ?? 0} s`

const failureLines = ({
  cause,
  message,
  remedy,
  text,
  pods,
  since,
  backOff,
  nextTry,
}: FailureExplanation): readonly string[] => [
  `${cause}, since ${since}${pods > 1 ? `, ${pods} pods` : ''}`,
  message,
  ...(remedy === '' ? [] : [`Fix: ${remedy}`]),
  ...(text === undefined ? [] : [`seen: ${text}`]),
  ...(backOff === undefined ? [] : [`kubelet tries again after ${seconds(backOff)}`]),
  ...(nextTry === undefined ? [] : [`the next try comes between ${nextTry.earliest} and ${nextTry.latest}`]),
]

const failure = ({ failures }: ContainerExplanation): Section => [
  'Failure',
  failures.length === 0 ? ['none that can be seen'] : failures.flatMap(failureLines),
]

const sections = [image, policy, credentials, platforms, runtimeClass, lifecycle, environment, failure]

const roles = {
  init: 'init container',
  sidecar: 'sidecar',
  regular: 'container',
  ephemeral: 'ephemeral container',
} as const

const container = (of: ContainerExplanation): string =>
  `\n${roles[of.role]} ${of.name}\n${sections
    .map((section) => section(of))
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `  ${title}\n${indent(lines, '    ')}`)
    .join('')}`

/** An explanation for people. */
export const printExplanation = ({ object, pods, containers, podFailures }: Explanation): string => {
  const { kind, namespace, name } = object
  const made = kind === 'Pod' ? '' : ` (${pods} pod${pods === 1 ? '' : 's'})`
  return [
    `${kind} ${namespace}/${name}${made}\n`,
    indent(podFailures.flatMap(failureLines), '  '),
    ...containers.map(container),
  ].join('')
}
