import { AGGREGATED_TYPE, aggregatedDiscovery, discoveryDocument, wantsAggregated } from '../discovery/discovery.ts'
import { openapiAt, openapiIndex } from '../discovery/openapi.ts'
import type { Resource } from '../resources/resource.ts'
import { noSuchPath } from '../status.ts'
import type { Output } from './output.ts'
import { respondBytes, respondJson } from './respond.ts'

const VERSION = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
}

const HEALTH = new Set(['/healthz', '/livez', '/readyz'])

/** Answers the paths that are no resource: discovery, version, OpenAPI, health. Throws 404. */
export const respondPlainPath = (
  resources: readonly Resource[],
  path: string,
  accept: string | undefined,
  output: Output,
): Promise<void> => {
  const clean = path.replace(/(.)\/$/, '$1')
  if (clean === '/version') return respondJson(output, 200, VERSION)
  if (HEALTH.has(clean))
    return respondBytes(output, 200, Buffer.from('ok'), { 'Content-Type': 'text/plain; charset=utf-8' })
  if (clean === '/openapi/v3') return respondJson(output, 200, openapiIndex(resources))
  if ((clean === '/api' || clean === '/apis') && wantsAggregated(accept))
    return respondJson(output, 200, aggregatedDiscovery(resources, clean === '/api'), {
      'Content-Type': AGGREGATED_TYPE,
    })
  const document = openapiAt(resources, clean) ?? discoveryDocument(resources, clean)
  if (!document) throw noSuchPath()
  return respondJson(output, 200, document)
}
