/** A date as Kubernetes writes it: RFC 3339, UTC, whole seconds. */
export const rfc3339Seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')
