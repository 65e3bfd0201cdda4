import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import { createGroupIndex } from '../groupIndex.ts'
import type { Shelf } from '../shelf.ts'
import { createNameNumbers } from '../rows/nameNumbers.ts'
import { packUid, unpackUid } from '../rows/packedText.ts'
import { packVersion, unpackVersion } from '../rows/packedVersion.ts'
import { createRowIndex, hashOf } from '../rows/rowIndex.ts'
import { createRows } from '../rows/rows.ts'
import { createGrants } from './grants.ts'

export interface AccountShelf extends Shelf<ServiceAccount> {
  readonly keysIn: (namespace: string) => Iterable<string>
}

/** An account's row. The first two words are the index's; a row whose name is 0 is free. */
const word = { name: 2, namespace: 3, grant: 4, uid: 5, version: 9, following: 11, preceding: 12 } as const
const width = 13

const isKeyOf = (key: string, namespace: string, name: string): boolean =>
  key.length === namespace.length + 1 + name.length &&
  key[namespace.length] === '/' &&
  key.startsWith(namespace) &&
  key.endsWith(name)

/**
 * Holds ServiceAccounts as rows of 52 bytes: a cluster has one or two in each namespace, which say the same of themselves
 * but for their names, uid and version. The rows of a namespace are chained, so that no index holds their keys. An account
 * that does not fit is kept as it is.
 */
export const createAccountShelf = (): AccountShelf => {
  const names = createNameNumbers()
  const namespaces = createNameNumbers()
  const grants = createGrants()
  const rows = createRows(width)
  const index = createRowIndex(rows)
  /** By the number of a namespace: its first row, plus one. */
  const firstIn: number[] = []
  const numberOfNamespace = new Map<string, number>()
  const wholes = new Map<string, ServiceAccount>()
  const wholesIn = createGroupIndex<ServiceAccount>(({ namespace }) => [namespace])

  const { get, set } = rows

  const nameAt = (row: number): string | undefined => names.nameOf(get(row, word.name))
  const namespaceAt = (row: number): string => namespaces.nameOf(get(row, word.namespace)) ?? ''
  const keyAt = (row: number): string => `${namespaceAt(row)}/${nameAt(row) ?? ''}`

  const find = (key: string, hash: number): number | undefined =>
    index.find(hash, (row) => isKeyOf(key, namespaceAt(row), nameAt(row) ?? ''))

  const accountAt = (row: number): ServiceAccount | undefined => {
    const name = nameAt(row)
    const grant = grants.at(get(row, word.grant))
    if (name === undefined || grant === undefined) return undefined
    const [words, start] = [rows.wordsOf(row), rows.startOf(row)]
    return {
      ...grant,
      namespace: namespaceAt(row),
      name,
      uid: unpackUid(words, start + word.uid),
      resourceVersion: unpackVersion(words, start + word.version),
    }
  }

  const chain = (row: number, namespace: number): void => {
    const first = firstIn[namespace] ?? 0
    set(row, word.following, first)
    if (first !== 0) set(first - 1, word.preceding, row + 1)
    firstIn[namespace] = row + 1
  }

  const unchain = (row: number, namespace: number): void => {
    const [following, preceding] = [get(row, word.following), get(row, word.preceding)]
    if (following !== 0) set(following - 1, word.preceding, preceding)
    if (preceding !== 0) set(preceding - 1, word.following, following)
    else firstIn[namespace] = following
  }

  const rowFor = (account: ServiceAccount, hash: number): number => {
    const row = rows.take()
    const namespace = namespaces.take(account.namespace)
    numberOfNamespace.set(account.namespace, namespace)
    set(row, word.namespace, namespace)
    set(row, word.name, names.take(account.name))
    index.add(row, hash)
    chain(row, namespace)
    return row
  }

  const freeRow = (row: number): void => {
    const namespace = get(row, word.namespace)
    unchain(row, namespace)
    if (firstIn[namespace] === 0) numberOfNamespace.delete(namespaceAt(row))
    grants.release(get(row, word.grant))
    names.release(get(row, word.name))
    namespaces.release(namespace)
    index.drop(row)
    rows.free(row)
  }

  const dropWhole = (key: string): void => {
    const before = wholes.get(key)
    wholes.delete(key)
    if (before !== undefined) wholesIn.update({ key, before, after: undefined })
  }

  const keepWhole = (key: string, after: ServiceAccount): void => {
    wholesIn.update({ key, before: wholes.get(key), after })
    wholes.set(key, after)
  }

  const held = (key: string, row: number | undefined): ServiceAccount | undefined =>
    row === undefined ? wholes.get(key) : accountAt(row)

  const scratch = new Uint32Array(width)
  const fits = (key: string, { namespace, name, uid, resourceVersion }: ServiceAccount): boolean =>
    isKeyOf(key, namespace, name) &&
    packUid(uid, scratch, word.uid) &&
    packVersion(resourceVersion, scratch, word.version)

  return {
    get: (key) => held(key, find(key, hashOf(key))),
    put: (key, account) => {
      const hash = hashOf(key)
      const known = find(key, hash)
      const before = held(key, known)
      if (!fits(key, account)) {
        if (known !== undefined) freeRow(known)
        keepWhole(key, account)
        return { before, after: account }
      }
      dropWhole(key)
      const row = known ?? rowFor(account, hash)
      const [words, start] = [rows.wordsOf(row), rows.startOf(row)]
      words.set(scratch.subarray(word.uid, word.following), start + word.uid)
      const grant = grants.take(account)
      grants.release(get(row, word.grant))
      set(row, word.grant, grant)
      return { before, after: { ...account, ...grants.at(grant) } }
    },
    remove: (key) => {
      const row = find(key, hashOf(key))
      const before = held(key, row)
      if (row === undefined) dropWhole(key)
      else freeRow(row)
      return before
    },
    keys: function* () {
      for (let row = 0; row < rows.end(); row++) if (nameAt(row) !== undefined) yield keyAt(row)
      yield* wholes.keys()
    },
    values: function* () {
      for (let row = 0; row < rows.end(); row++) {
        const account = accountAt(row)
        if (account !== undefined) yield account
      }
      yield* wholes.values()
    },
    size: () => index.size() + wholes.size,
    keysIn: function* (namespace) {
      const number = numberOfNamespace.get(namespace)
      for (
        let next = number === undefined ? 0 : (firstIn[number] ?? 0);
        next !== 0;
        next = get(next - 1, word.following)
      )
        yield keyAt(next - 1)
      yield* wholesIn.keysOf(namespace)
    },
  }
}
