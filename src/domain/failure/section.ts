import type { AuditCause } from '../audit/advice.ts'

/** Where a cause is explained; the same anchor on any forge, for headings are the causes' names. */
export const sectionOf = (cause: AuditCause): string => `docs/causes.md#${cause.toLowerCase()}`

/** How a message or a remedy ends: with the place where more is said. It depends on the cause alone. */
export const seeSection = (cause: AuditCause): string => ` (${sectionOf(cause)})`
