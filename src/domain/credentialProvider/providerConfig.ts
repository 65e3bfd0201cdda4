import { parseGoUrl } from '../credentials/goUrl.ts'
import { showKey } from '../credentials/registryKey.ts'
import { quoted, type FieldProblem, type Report } from './fieldProblem.ts'
import { parseGoDuration } from './goDuration.ts'
import { notSupported, strictFields, type StrictFields } from './strictFields.ts'
import { readTokenAttributes, tokenAttributesFields, type TokenAttributes } from './tokenAttributes.ts'

/** One plugin, as kubelet's CredentialProviderConfig describes it. */
export interface CredentialProvider {
  /** Also the name of its executable in the bin directory. */
  readonly name: string
  /** Patterns of images that it is asked about. */
  readonly matchImages: readonly string[]
  /** How long an answer holds that does not say so itself, milliseconds; 0: for once. */
  readonly defaultCacheMs: number
  readonly args: readonly string[]
  /** May hold credentials: never logged. */
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly tokenAttributes?: TokenAttributes
}

export type ParsedProviderConfig =
  | { readonly ok: true; readonly providers: readonly CredentialProvider[] }
  /** `document` counts from 0 in the order given. */
  | { readonly ok: false; readonly problems: readonly (FieldProblem & { readonly document: number })[] }

export const providerConfigVersion = 'kubelet.config.k8s.io/v1'
export const providerProtocolVersion = 'credentialprovider.kubelet.k8s.io/v1'

const providerFields = ['name', 'matchImages', 'defaultCacheDuration', 'apiVersion', 'args', 'env', 'tokenAttributes']

/** Ours is v1 only: kubelet takes the older versions of these too, which say the same. */
const checkVersion = (found: string, wanted: string, field: string, report: Report): void => {
  if (found === '') report('Required', field, `set ${wanted}`)
  else if (found !== wanted) report('NotSupported', field, notSupported(found, [wanted]))
}

const checkName = (name: string, field: string, report: Report): void => {
  if (name === '') report('Required', field, 'give the name of the executable')
  else if (name.includes('/')) report('Invalid', field, `${quoted(name)} contains "/": it names a file, not a path`)
  else if (name.includes(' ')) report('Invalid', field, `${quoted(name)} contains a space`)
  else if (name === '.' || name === '..') report('Invalid', field, `${quoted(name)} names a directory`)
  // Not in kubelet's rules: no file can have such a name.
  else if (name.includes('\0')) report('Invalid', field, 'contains a zero byte')
}

const readMatchImages = (fields: StrictFields, report: Report): readonly string[] => {
  const patterns = fields.texts('matchImages')
  const path = `${fields.path}.matchImages`
  if (patterns.length === 0) report('Required', path, 'give at least one pattern, such as "*.dkr.ecr.*.amazonaws.com"')
  patterns.forEach((pattern, index) => {
    const parsed = parseGoUrl(pattern)
    if (!parsed.ok) report('Invalid', `${path}[${index}]`, `${showKey(pattern)} does not parse: ${parsed.problem}`)
  })
  return patterns
}

const readCacheMs = (fields: StrictFields, report: Report): number => {
  const path = `${fields.path}.defaultCacheDuration`
  const text = fields.text('defaultCacheDuration')
  if (!fields.has('defaultCacheDuration')) report('Required', path, 'set a duration such as 12h')
  const ms = text === '' ? 0 : parseGoDuration(text)
  if (ms === undefined) report('Invalid', path, `${quoted(text)} is not a duration such as 12h, 30m or 0s`)
  else if (ms < 0) report('Invalid', path, 'must be 0 or more')
  return ms ?? 0
}

/** What no process can be given; kubelet would find out when it calls the plugin. */
const readEnv = (fields: StrictFields, report: Report): CredentialProvider['env'] =>
  fields.objects('env', ['name', 'value']).map((variable) => {
    const [name, value] = [variable.text('name'), variable.text('value')]
    if (name === '') report('Required', `${variable.path}.name`, 'give the name of the variable')
    if (/[=\0]/.test(name)) report('Invalid', `${variable.path}.name`, 'contains "=" or a zero byte')
    if (value.includes('\0')) report('Invalid', `${variable.path}.value`, 'contains a zero byte')
    return { name, value }
  })

const readArgs = (fields: StrictFields, report: Report): readonly string[] => {
  const args = fields.texts('args')
  args.forEach((arg, index) => {
    if (arg.includes('\0')) report('Invalid', `${fields.path}.args[${index}]`, 'contains a zero byte')
  })
  return args
}

const readProvider = (fields: StrictFields, report: Report): CredentialProvider => {
  const name = fields.text('name')
  checkName(name, `${fields.path}.name`, report)
  checkVersion(fields.text('apiVersion'), providerProtocolVersion, `${fields.path}.apiVersion`, report)
  const token = fields.object('tokenAttributes', tokenAttributesFields)
  const tokenAttributes = token && readTokenAttributes(token, report)
  return {
    name,
    matchImages: readMatchImages(fields, report),
    defaultCacheMs: readCacheMs(fields, report),
    args: readArgs(fields, report),
    env: readEnv(fields, report),
    ...(tokenAttributes && { tokenAttributes }),
  }
}

const readDocument = (value: unknown, report: Report): readonly StrictFields[] => {
  const config = strictFields(value, '', ['apiVersion', 'kind', 'providers'], report)
  if (config === undefined) return []
  checkVersion(config.text('apiVersion'), providerConfigVersion, 'apiVersion', report)
  checkVersion(config.text('kind'), 'CredentialProviderConfig', 'kind', report)
  return config.objects('providers', providerFields)
}

/**
 * Reads kubelet's CredentialProviderConfig (kubelet.config.k8s.io/v1 only), by kubelet's rules
 * (readCredentialProviderConfig and validateCredentialProviderConfig, pkg/credentialprovider/plugin/config.go, v1.36):
 * unknown fields are refused, names are unique over all documents. Never throws.
 *
 * @param documents what the YAML or JSON of each file says, in the order of the files' names
 */
export const parseProviderConfig = (...documents: readonly unknown[]): ParsedProviderConfig => {
  const problems: (FieldProblem & { document: number })[] = []
  const names = new Set<string>()
  const providers = documents.flatMap((value, document) => {
    const told = new Set<string>()
    const report: Report = (code, field, message) => {
      // A value of the wrong type counts as absent too: once is enough.
      if (!told.has(field)) problems.push({ code, field, message, document })
      told.add(field)
    }
    return readDocument(value, report).map((fields) => {
      const provider = readProvider(fields, report)
      if (names.has(provider.name)) {
        report('Duplicate', `${fields.path}.name`, `${quoted(provider.name)} is the name of another provider`)
      }
      names.add(provider.name)
      return provider
    })
  })
  if (providers.length === 0 && problems.length === 0) {
    problems.push({ code: 'Required', field: 'providers', message: 'describe at least one provider', document: 0 })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, providers }
}
