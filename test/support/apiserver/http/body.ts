import type { IncomingMessage } from 'node:http'
import { parse as parseYaml } from 'yaml'
import { type Json, parseJson } from '../json.ts'
import { decodeProtobuf, PROTOBUF_TYPE } from './protobuf.ts'
import { ApiError, badRequest, unsupportedMediaType } from '../status.ts'

/** kube-apiserver's MaxRequestBodyBytes. */
const MAX_BODY_BYTES = 3 * 1024 * 1024

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > MAX_BODY_BYTES)
      throw new ApiError({
        code: 413,
        reason: 'RequestEntityTooLarge',
        message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
      })
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Parses a body as its Content-Type says (JSON if it says nothing); undefined for an empty one. Throws 400 or 415. */
export const parseBody = (body: Buffer, contentType: string): Json | undefined => {
  if (body.length === 0) return undefined
  const media = contentType.split(';')[0]?.trim() ?? ''
  if (media === PROTOBUF_TYPE) return decodeProtobuf(body)
  const text = body.toString()
  const yaml = media.endsWith('yaml')
  if (!yaml && media !== '' && !media.endsWith('json'))
    throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF_TYPE])
  try {
    const value: Json = yaml ? parseYaml(text) : parseJson(text)
    return value
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
