/** A piece this long of a password or of base64 is no coincidence. */
const pieceLength = 8

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The values of a docker config that are secret: what stands under `auth` and `password`, and what `auth` decodes to. */
const secretsIn = (config: string): readonly string[] => {
  const parsed: unknown = JSON.parse(config)
  const auths = isRecord(parsed) && isRecord(parsed['auths']) ? Object.values(parsed['auths']) : []
  return auths.filter(isRecord).flatMap(({ auth, password }) => {
    const known = [auth, password].filter((value) => typeof value === 'string')
    const decoded = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : ''
    return [...known, decoded.slice(decoded.indexOf(':') + 1)]
  })
}

/**
 * Whether a text gives away a part of a docker config's credentials, as it is or in base64: a webhook that refuses a
 * Secret may quote it.
 *
 * @param config a docker config of ours, so it is JSON
 */
export const quotesCredential = (text: string, config: string): boolean => {
  const secrets = secretsIn(config)
  if (secrets.some((secret) => secret !== '' && text.includes(secret))) return true
  const whole = [Buffer.from(config, 'utf8').toString('base64'), ...secrets].join('\n')
  for (let at = 0; at + pieceLength <= text.length; at += 1) {
    if (whole.includes(text.slice(at, at + pieceLength))) return true
  }
  return false
}
