import { connections } from '../burst/controlPlane.ts'

/** Works on all items, so many at a time as there are connections. */
export const forAll = async <T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> => {
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) await work(item, index)
  }
  await Promise.all(Array.from({ length: connections }, worker))
}
