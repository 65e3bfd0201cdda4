import type { ConfiguredProvider } from '../../config/credentialProviders.ts'
import { showComplaint } from '../../domain/credentialProvider/complaint.ts'
import { parseResponse, printRequest, type ProviderResponse } from '../../domain/credentialProvider/exchange.ts'
import { runBounded, type ProcessEnd } from '../../runtime/boundedProcess.ts'

export type PluginAnswer =
  | { readonly kind: 'answered'; readonly response: ProviderResponse }
  /** One sentence for people, without a full stop; no credential, and the same from try to try. */
  | { readonly kind: 'failed'; readonly why: PluginFailure; readonly message: string }
  /** The operator ends. */
  | { readonly kind: 'aborted' }

/** For metrics. */
export type PluginFailure = 'notStarted' | 'exitStatus' | 'killed' | 'timedOut' | 'flooded' | 'malformed' | 'nothing'

export type CallPlugin = (provider: ConfiguredProvider, image: string, signal: AbortSignal) => Promise<PluginAnswer>

/** kubelet's own limit (execPlugin.ExecPlugin, pkg/credentialprovider/plugin/plugin.go, v1.36). */
const timeoutMs = 60_000

/** A response is a few KB. */
const maxStdoutBytes = 1_048_576

/** Only its last line is told. */
const maxStderrBytes = 65_536

const colon = (text: string): string => (text === '' ? '' : `: ${text}`)

const afterExit = (
  end: Extract<ProcessEnd, { how: 'exited' }>,
  provider: ConfiguredProvider,
  image: string,
  fail: (why: PluginFailure, what: string) => PluginAnswer,
): PluginAnswer => {
  if (end.status !== 0) {
    return fail('exitStatus', `it ended with status ${end.status}${colon(showComplaint(end.stderr, provider))}`)
  }
  const parsed = parseResponse(end.stdout)
  if (!parsed.ok) return fail('malformed', `its answer ${parsed.problem}`)
  if (parsed.response.entries.length === 0) return fail('nothing', `it has no credentials for ${image}`)
  return { kind: 'answered', response: parsed.response }
}

/**
 * Asks a plugin about an image, as kubelet does. Never throws.
 *
 * @param envOf the whole environment of a provider's process
 */
export const callPlugin =
  (envOf: (provider: ConfiguredProvider) => Record<string, string>): CallPlugin =>
  async (provider, image, signal) => {
    const fail = (why: PluginFailure, what: string): PluginAnswer => ({
      kind: 'failed',
      why,
      message: `provider ${provider.name} gave nothing for ${image}: ${what}`,
    })
    const end = await runBounded({
      file: provider.file,
      args: provider.args,
      env: envOf(provider),
      stdin: printRequest(image),
      timeoutMs,
      maxStdoutBytes,
      maxStderrBytes,
      signal,
    })
    switch (end.how) {
      case 'exited':
        return afterExit(end, provider, image, fail)
      case 'timedOut':
        return fail(
          'timedOut',
          `it did not answer within ${timeoutMs / 1000} s${colon(showComplaint(end.stderr, provider))}`,
        )
      case 'flooded':
        return fail('flooded', 'it wrote more than 1 MiB')
      case 'killedByOther':
        return fail('killed', `it was ended by ${end.signal}${colon(showComplaint(end.stderr, provider))}`)
      case 'notStarted':
        return fail('notStarted', `its executable could not be started (${end.code})`)
      case 'aborted':
        return { kind: 'aborted' }
    }
  }
