import { request } from 'node:https'
import { json } from 'node:stream/consumers'
import { type Json, isObject, listAt, objectsAt, textAt } from '../../support/apiserver/json.ts'
import { pathOf } from './paths.ts'
import type { Scene } from './scene.ts'

const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io'

/** The server's own table of one policy, as `kubectl get` prints it: cells by column. */
export const printedRow = async (
  { server }: Pick<Scene, 'server'>,
  policy: string,
): Promise<Readonly<Record<string, Json | undefined>>> => {
  const { url, token, ca } = server.access
  const table = await new Promise<Json>((resolve, reject) => {
    request(
      new URL(pathOf('ImagePolicy', policy), url),
      { ca, headers: { Accept: asTable, Authorization: `Bearer ${token}` } },
      (response) => {
        json(response).then((value) => resolve(isObject(value) ? value : {}), reject)
      },
    )
      .on('error', reject)
      .end()
  })
  const cells = listAt(objectsAt(table, 'rows')[0], 'cells')
  return Object.fromEntries(
    objectsAt(table, 'columnDefinitions').map((column, index) => [textAt(column, 'name'), cells[index]]),
  )
}
