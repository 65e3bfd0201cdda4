/** A record with the keys that may be undefined made optional. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Leaves out what is undefined: a record that was read has every key, the domain's types only those that are there. */
export const present = <T extends object>(record: T): Present<T> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type says what the filter does
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>
