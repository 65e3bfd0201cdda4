import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isList, isObject, type Json, type JsonObject } from '../../support/apiserver/json.ts'

const guide = readFileSync(new URL('../../../docs/gitops.md', import.meta.url), 'utf8')

/** The health check as the guide gives it to Argo CD. */
const healthCheck = (): string => {
  const block = /```yaml\n(data:\n {2}resource\.customizations\.health\.pullkeeper\.dev_ImagePolicy: [^`]*)```/.exec(
    guide,
  )
  const data: unknown = parse(block?.[1] ?? '')
  const text: unknown = Object.values(Object(Object(data).data))[0]
  if (typeof text !== 'string') throw new Error('docs/gitops.md has no health check')
  return text
}

/** A Lua string of any text: JSON's escapes are not Lua's. */
const luaText = (text: string): string =>
  `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`

const luaValue = (value: Json | undefined): string => {
  if (value === undefined || value === null) return 'nil'
  if (isList(value)) return `{${value.map(luaValue).join(', ')}}`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, each]) => `[${luaText(key)}] = ${luaValue(each)}`)
      .join(', ')}}`
  }
  return typeof value === 'string' ? luaText(value) : String(value)
}

export interface ArgoHealth {
  readonly status: string
  readonly message: string
}

/** Runs the check of docs/gitops.md on an object, as Argo CD does. @param glua the interpreter of gopher-lua */
export const argoHealthOf = (glua: string, object: JsonObject): ArgoHealth => {
  const directory = mkdtempSync(join(tmpdir(), 'pullkeeper-lua-'))
  const file = join(directory, 'health.lua')
  try {
    writeFileSync(
      file,
      `obj = ${luaValue(object)}\nlocal function check()\n${healthCheck()}\nend\n` +
        'local health = check()\nprint(health.status)\nprint(health.message or "")\n',
    )
    const [status = '', ...message] = execFileSync(glua, [file], { encoding: 'utf8' }).split('\n')
    return { status, message: message.join('\n').trim() }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
