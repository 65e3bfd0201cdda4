export const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

export const namespaceNames = { of: (index: number): string => `team-${padded(index, 5)}` }

/** Looks like the uids that API servers give, and is the same in each run. */
export const uidOf = (kind: 'pod' | 'rs' | 'event', index: number): string => {
  const head = { pod: 'a', rs: 'b', event: 'c' }[kind]
  const digits = index.toString(16).padStart(12, '0')
  return `${head}ca55824-af10-4fe9-a223-${digits}`
}
