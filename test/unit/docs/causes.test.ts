import { auditCauses } from '../../../src/domain/audit/advice.ts'
import { classify } from '../../../src/domain/failure/classify.ts'
import {
  allCauses,
  denialClasses,
  failureClasses,
  failureReasons,
  joinedCauses,
} from '../../../src/domain/failure/cause.ts'
import { sectionOf } from '../../../src/domain/failure/section.ts'
import { anchorsOf, textOf } from './markdown.ts'

const page = 'docs/causes.md'

/** The text under each heading, its subsections not included. */
const sections = new Map(
  textOf(page)
    .split(/^#{1,3} /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end), section.slice(end)] as const
    }),
)

const messagesIn = (section: string): readonly string[] =>
  [...(sections.get(section) ?? '').matchAll(/^```text\n([^`]*)\n```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  )

const words = Object.entries(failureReasons).flatMap(([name, reasons]) => reasons.map((reason) => `${name}: ${reason}`))

/** A cause whose reasons have sections of their own says all in these. */
const isLeaf = (name: string): boolean => !words.some((word) => word.startsWith(`${name}: `))

test.each([...allCauses, ...auditCauses])('%s has its section, where its findings say that it is', (cause) => {
  expect(sections.has(cause)).toBe(true)
  const [path, anchor] = sectionOf(cause).split('#')
  expect(path).toBe(page)
  expect(anchorsOf(page)).toContain(anchor)
})

test.each([...allCauses.filter(isLeaf), ...words])(
  '%s: a real message, why, the fix, and what it is not',
  (section) => {
    expect(messagesIn(section).length).toBeGreaterThan(0)
    for (const part of ['Why it happens.', 'How to fix it.', 'What it is not.']) {
      expect(sections.get(section)).toContain(`**${part}**`)
    }
  },
)

test.each([...auditCauses])('%s: why it matters, the fix, and what it is not', (section) => {
  for (const part of ['Why it matters.', 'How to fix it.', 'What it is not.']) {
    expect(sections.get(section)).toContain(`**${part}**`)
  }
})

const image = 'ghcr.io/acme/app:1'
/** An image that is none is told by its name, not by the message. */
const imageOf = (message: string): string => /image name "([^"]*)"/.exec(message)?.[1] ?? image

const shown = [...failureClasses, ...words].flatMap((section) =>
  messagesIn(section).map((message) => ({ section, message })),
)

test.each(shown)('$section: $message', ({ section, message }) => {
  const { class: name, reason } = classify({ message, image: imageOf(message) })
  const [cause, finer] = section.split(': ')
  expect(name).toBe(cause)
  if (finer !== undefined) expect(reason).toBe(finer)
})

test.each(joinedCauses.flatMap((section) => messagesIn(section).map((message) => ({ section, message }))))(
  '$section shows a denial: $message',
  ({ message }) => {
    expect(denialClasses).toContain(classify({ message, image }).class)
  },
)

test('no section is about something that is no cause', () => {
  const known = new Set<string>([...allCauses, ...auditCauses, ...words, 'Causes', 'Joined causes', 'Advice'])
  expect([...sections.keys()].filter((name) => !known.has(name))).toEqual([])
})
