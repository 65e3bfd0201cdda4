/** Something that plays a part of the cluster. */
export interface Puppet {
  /** Resolves once it has seen what is there. */
  readonly ready: Promise<void>
  stop: () => Promise<void>
}

export const together = (...puppets: readonly Puppet[]): Puppet => ({
  ready: Promise.all(puppets.map(({ ready }) => ready)).then(() => undefined),
  stop: async () => {
    await Promise.all(puppets.map(({ stop }) => stop()))
  },
})
