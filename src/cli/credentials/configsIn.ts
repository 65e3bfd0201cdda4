import { Buffer } from 'node:buffer'
import { readDockerConfig, type ReadConfig } from '../../domain/credentials/readDockerConfig.ts'
import type { PullSecretType } from '../../domain/objects/pullSecret.ts'
import { isMessage } from '../../store/records/json.ts'
import { jsonFault } from '../input/jsonFault.ts'

/** A docker config that was asked for: what it is, or why it is none. */
export type FoundConfig =
  | { readonly source: string; readonly ok: true; readonly config: ReadConfig }
  | { readonly source: string; readonly ok: false; readonly problem: string }

type Message = Readonly<Record<string, unknown>>

const dataKeys: Readonly<Record<PullSecretType, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
}

const isPullSecretType = (type: unknown): type is PullSecretType => typeof type === 'string' && type in dataKeys

const textAt = (message: unknown, key: string): string | undefined => {
  const value = isMessage(message) ? message[key] : undefined
  return typeof value === 'string' ? value : undefined
}

const configText = (secret: Message, key: string): string | undefined => {
  const plain = textAt(secret['stringData'], key)
  const encoded = textAt(secret['data'], key)
  return plain ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'))
}

/** The docker config in a Secret object (core/v1), as kubelet finds it. */
export const configInSecret = (source: string, secret: Message): FoundConfig => {
  const type = secret['type'] ?? 'Opaque'
  if (!isPullSecretType(type)) {
    const named = typeof type === 'string' ? type : 'unknown'
    return {
      source,
      ok: false,
      problem: `it is of type ${named}, which kubelet ignores: its type must be kubernetes.io/dockerconfigjson`,
    }
  }
  const text = configText(secret, dataKeys[type])
  if (text === undefined) return { source, ok: false, problem: `data["${dataKeys[type]}"] is missing` }
  return { source, ok: true, config: readDockerConfig(type, text) }
}

const secretsIn = (object: unknown): readonly Message[] => {
  if (!isMessage(object)) return []
  if (object['kind'] === 'Secret') return [object]
  const items: readonly unknown[] = Array.isArray(object['items']) ? object['items'] : []
  if (object['kind'] === 'SecretList') return items.filter(isMessage)
  return object['kind'] === 'List' ? items.flatMap(secretsIn) : []
}

const nameOfSecret = ({ metadata }: Message): string => {
  const namespace = textAt(metadata, 'namespace')
  const name = textAt(metadata, 'name') ?? ''
  return namespace === undefined ? name : `${namespace}/${name}`
}

const credentialFields = ['auth', 'username', 'password', 'identitytoken', 'email']

/** The older form has the registries at its top. */
const typeOf = (object: unknown): PullSecretType => {
  const members = isMessage(object) ? Object.entries(object) : []
  const hasAuths = members.some(([name]) => name.toLowerCase() === 'auths')
  const older = members.some(([, value]) => isMessage(value) && credentialFields.some((name) => name in value))
  return older && !hasAuths ? 'kubernetes.io/dockercfg' : 'kubernetes.io/dockerconfigjson'
}

const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The Secrets of a YAML stream, and the documents of it that cannot be read; undefined when it is no YAML of objects. */
const secretsInYaml = async (source: string, text: string): Promise<readonly FoundConfig[] | undefined> => {
  const { LineCounter, parseAllDocuments } = await import('../yaml.ts')
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!Array.isArray(documents)) return undefined
  const read = documents.map((document, index) => ({
    number: index + 1,
    fault: document.errors[0]?.pos[0],
    value: document.errors.length === 0 ? (document.toJS() as unknown) : undefined,
  }))
  if (!read.some(({ value }) => isMessage(value) && typeof value['kind'] === 'string')) return undefined
  return read.flatMap(({ number, fault, value }): readonly FoundConfig[] =>
    fault === undefined
      ? secretsIn(value).map((secret) => configInSecret(nameOfSecret(secret), secret))
      : [{ source, ok: false, problem: `document ${number}, line ${lines.linePos(fault).line}: it is not YAML` }],
  )
}

const noSecret = 'it holds objects of Kubernetes, and no Secret among them'

const notJson = (text: string): string => {
  if (text.trim() === '') return 'it is empty'
  if (text.includes('\0')) return 'it is no text'
  const fault = jsonFault(text)
  const where = fault === undefined ? '' : ` (line ${fault.line}, column ${fault.column})`
  return fault?.truncated ? `it ends in the middle of its JSON${where}` : `it is not JSON${where}`
}

/**
 * The docker configs in a file: the file itself, in either form, or those of the Secrets in it (JSON or YAML, alone or
 * in a list).
 */
export const configsIn = async (source: string, content: string): Promise<readonly FoundConfig[]> => {
  const text = content.replace(/^\uFEFF/, '')
  const parsed = parseJson(text)
  if (parsed === undefined) {
    const found = await secretsInYaml(source, text)
    if (found === undefined) return [{ source, ok: false, problem: notJson(text) }]
    return found.length > 0 ? found : [{ source, ok: false, problem: noSecret }]
  }
  const secrets = secretsIn(parsed.value)
  if (secrets.length > 0) return secrets.map((secret) => configInSecret(nameOfSecret(secret), secret))
  if (!isMessage(parsed.value)) return [{ source, ok: false, problem: 'it is no JSON object with auths' }]
  if (typeof parsed.value['kind'] === 'string') return [{ source, ok: false, problem: noSecret }]
  return [{ source, ok: true, config: readDockerConfig(typeOf(parsed.value), text) }]
}
