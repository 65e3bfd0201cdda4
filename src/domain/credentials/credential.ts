export interface Credential {
  readonly username: string
  readonly password: string
}

/** One entry of a docker config. */
export interface RegistryEntry {
  /** As spelled in the config, without user information. */
  readonly key: string
  readonly credential: Credential
}

export const sameCredential = (a: Credential, b: Credential): boolean =>
  a.username === b.username && a.password === b.password
