import { isMessage } from '../../store/records/json.ts'
import { namespaced } from '../../kube/resourcePath.ts'
import { ending } from '../../errors.ts'
import type { ClusterValues } from '../clusterOptions.ts'
import { nameOfFile, readAll, whyUnreadable } from '../input/readAll.ts'
import type { Terminal } from '../terminal.ts'
import { configInSecret, configsIn, type FoundConfig } from './configsIn.ts'

/** Where the command line says that credentials are. */
export type CredentialSource =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'secret'; readonly namespace?: string; readonly name: string }

/** Room for a dump of Secrets; one docker config in a Secret has at most 1 MiB. */
const maxFileBytes = 64 * 1024 * 1024

const fromFile = async (file: string, terminal: Terminal): Promise<readonly FoundConfig[]> => {
  const source = nameOfFile(file)
  try {
    return await configsIn(source, await readAll(file, terminal, maxFileBytes))
  } catch (error) {
    return [{ source, ok: false, problem: whyUnreadable(error) }]
  }
}

/** Reads everything in the order of the command line; what cannot be read is in its place, with the reason. */
export const readSources = async (
  sources: readonly CredentialSource[],
  cluster: ClusterValues & { readonly namespace?: string },
  terminal: Terminal,
): Promise<readonly FoundConfig[]> => {
  const { connect } = await import('../connect.ts')
  const connection = sources.some(({ kind }) => kind === 'secret') ? connect(cluster) : undefined

  const fromSecret = async (name: string, given: string | undefined): Promise<FoundConfig> => {
    const namespace = given ?? cluster.namespace ?? connection?.namespace ?? 'default'
    const source = `${namespace}/${name}`
    try {
      const answer = await connection?.client.get(namespaced('/api/v1', 'secrets', namespace, name))
      return isMessage(answer) ? configInSecret(source, answer) : { source, ok: false, problem: 'it is no Secret' }
    } catch (error) {
      return { source, ok: false, problem: ending(error).line }
    }
  }

  try {
    const found: FoundConfig[] = []
    for (const source of sources) {
      if (source.kind === 'file') found.push(...(await fromFile(source.file, terminal)))
      else found.push(await fromSecret(source.name, source.namespace))
    }
    return found
  } finally {
    connection?.close()
  }
}
