import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** All pages, by their paths from the root of the checkout. */
export const pages: readonly string[] = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort()

export const textOf = (page: string): string => readFileSync(page, 'utf8')

/** The anchor of each heading, as GitHub makes it. */
export const anchorsOf = (page: string): ReadonlySet<string> =>
  new Set(
    [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )

export interface Link {
  readonly page: string
  readonly target: string
  /** From the root of the checkout; the page itself for a mere anchor. */
  readonly path: string
  readonly anchor: string
}

/** Links to other files of the checkout. */
export const linksOf = (page: string): readonly Link[] =>
  [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => {
    const [file = '', anchor = ''] = target.split('#')
    return { page, target, path: file === '' ? page : join(dirname(page), file), anchor }
  })
