import { accessSync, closeSync, constants, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { printFieldProblem } from '../domain/credentialProvider/fieldProblem.ts'
import { parseProviderConfig, type CredentialProvider } from '../domain/credentialProvider/providerConfig.ts'
import { PullkeeperError } from '../errors.ts'

/** Where the plugins and what they are asked about come from: kubelet's flags of the same names. */
export interface CredentialProviderPaths {
  /** A file, or a folder of .json, .yaml and .yml files. */
  readonly config: string
  readonly binDir: string
}

export interface ConfiguredProvider extends CredentialProvider {
  /** Its executable. */
  readonly file: string
}

/** No sensible configuration is larger; it bounds what a wrong path can cost. */
const maxConfigBytes = 1_048_576

/** How many problems one error tells. */
const toldProblems = 8

const invalid = (happened: string): PullkeeperError => new PullkeeperError('CredentialProvidersInvalid', happened)

const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'it cannot be read'

const attempt = <T>(what: string, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    throw error instanceof PullkeeperError ? error : invalid(`${what}: ${reasonOf(error)}`)
  }
}

/** The files that kubelet reads (readCredentialProviderConfig, pkg/credentialprovider/plugin/config.go, v1.36). */
const configFiles = (path: string): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path]
  // Names of a mounted ConfigMap are links, so that what they are shows only behind them.
  const files = readdirSync(path)
    .filter((name) => ['.json', '.yaml', '.yml'].includes(extname(name)))
    .map((name) => join(path, name))
    .filter((file) => !statSync(file).isDirectory())
  if (files.length === 0) throw invalid(`${path} holds no .json, .yaml or .yml file`)
  return files.sort()
}

const readConfigFile = (file: string): unknown => {
  if (statSync(file).size > maxConfigBytes) throw invalid(`${file} is larger than 1 MiB`)
  const document = parseDocument(readFileSync(file, 'utf8'))
  const [error] = document.errors
  // Of the parser's message only the first line: the next ones quote the file, and env may hold a credential.
  if (error !== undefined) throw invalid(`${file} is not YAML: ${error.message.split('\n', 1)[0]}`)
  return document.toJS()
}

/**
 * Reads and validates kubelet's CredentialProviderConfig from a file or a folder. Throws PullkeeperError
 * CredentialProvidersInvalid, which names the file and the field.
 */
export const readProviderConfig = (path: string): readonly CredentialProvider[] => {
  const files = attempt(path, () => configFiles(path))
  const parsed = parseProviderConfig(...files.map((file) => attempt(file, () => readConfigFile(file))))
  if (parsed.ok) return parsed.providers
  const problems = parsed.problems.map((one) => `${basename(files[one.document] ?? path)}: ${printFieldProblem(one)}`)
  const more = problems.length - toldProblems
  throw invalid(`${problems.slice(0, toldProblems).join('; ')}${more > 0 ? `; and ${more} more` : ''}`)
}

/** execvp gives a file that the kernel does not know to a shell, and a plugin never runs in one. */
const startsAsProgram = (file: string): boolean => {
  const descriptor = openSync(file, 'r')
  try {
    const head = Buffer.alloc(4)
    readSync(descriptor, head)
    return head.toString('latin1') === '\x7fELF' || head.toString('latin1', 0, 2) === '#!'
  } finally {
    closeSync(descriptor)
  }
}

const executableOf = (binDir: string, { name }: CredentialProvider): string => {
  const file = join(binDir, name)
  return attempt(`executable ${file} of provider ${name}`, () => {
    if (!statSync(file).isFile()) throw invalid(`${file} is no file`)
    accessSync(file, constants.X_OK)
    if (!startsAsProgram(file)) throw invalid(`${file} is neither a program nor a script that names its interpreter`)
    return file
  })
}

/**
 * As `readProviderConfig`, and finds each provider's executable (RegisterCredentialProviderPlugins,
 * pkg/credentialprovider/plugin/plugin.go, v1.36).
 */
export const loadCredentialProviders = ({ config, binDir }: CredentialProviderPaths): readonly ConfiguredProvider[] => {
  attempt(binDir, () => {
    if (!statSync(binDir).isDirectory()) throw invalid(`${binDir} is no folder`)
  })
  return readProviderConfig(config).map((provider) => ({ ...provider, file: executableOf(binDir, provider) }))
}
