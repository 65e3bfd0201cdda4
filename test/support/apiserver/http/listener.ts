import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../access.ts'
import type { Audit } from '../audit.ts'
import { type Faults, suffer } from '../faults.ts'
import { tooOld } from '../status.ts'
import type { Api } from '../verbs/api.ts'
import { readBody } from './body.ts'
import { outputTo } from './output.ts'
import { respondPlainPath } from './plainPaths.ts'
import { requestInfo } from './requestInfo.ts'
import { handleResource } from './resourceHandler.ts'
import { JSON_TYPE, respondError } from './respond.ts'
import type { Snapshots } from './snapshots.ts'
import { errorFrame } from './watchFrames.ts'

export interface ListenerParts {
  readonly api: Api
  readonly access: Access
  readonly faults: Faults
  readonly audit: Audit
  readonly snapshots: Snapshots
  readonly bookmarkMilliseconds: number
}

/** Answers HTTP requests, in kube-apiserver's order: who is it, may they, does it go wrong on purpose, and then the work. */
export const listener =
  ({ api, access, faults, audit, snapshots, bookmarkMilliseconds }: ListenerParts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://server')
    const info = requestInfo(request.method ?? 'GET', url)
    const { accept, authorization, 'user-agent': userAgent = '', 'content-type': contentType = '' } = request.headers
    let user = ''
    let output = outputTo(response, (status) => {
      const { verb, resource, subresource, namespace, name } = info
      audit.record({ verb, resource, subresource, namespace, name, user, userAgent, status, at: api.now() })
    })
    try {
      user = access.authenticate(authorization)
      access.authorize(user, info)
      const fault = faults.take(user, info)
      output = await suffer(fault, output)
      if (fault?.do === 'expireWatch') {
        output.begin(200, { 'Content-Type': JSON_TYPE })
        await output.write(errorFrame(tooOld(1, api.storage.revision())))
        return output.end()
      }
      if (info.resource === '') return await respondPlainPath(api.storage.resources(), url.pathname, accept, output)
      const body = await readBody(request)
      const options = { watchList: faults.watchListSupport(), bookmarkMilliseconds }
      await handleResource(
        api,
        snapshots,
        { info, query: url.searchParams, accept, contentType, body },
        options,
        output,
      )
    } catch (error) {
      if (response.headersSent || !output.isOpen()) return output.destroy()
      await respondError(output, error)
    }
  }
