import { readFileSync } from 'node:fs'

/** Put in by the build; in a checkout package.json has it. */
declare const PULLKEEPER_VERSION: string | undefined

const ofCheckout = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

export const version: string = typeof PULLKEEPER_VERSION === 'string' ? PULLKEEPER_VERSION : ofCheckout()
