import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Json, objectAt, objectsAt, textAt } from '../../support/apiserver/json.ts'

/** The bearer token of a kubeconfig's first user. */
export const tokenIn = (kubeconfig: string): string => {
  const config: Json = parse(readFileSync(kubeconfig, 'utf8'))
  return textAt(objectAt(objectsAt(config, 'users')[0], 'user'), 'token')
}
