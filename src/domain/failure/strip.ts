/** How much of a message is read, in UTF-16 code units: kubelet's own limit for an Event is a quarter of it. */
export const maxMessageLength = 4096

/** What stands inside one layer; undefined when the text does not begin with that layer. */
type Peel = (text: string) => string | undefined

const behind =
  (layer: RegExp): Peel =>
  (text) => {
    const found = layer.exec(text)
    return found === null ? undefined : text.slice(found[0].length)
  }

/** Waiting reasons that kubelet puts before a text. Those that a runtime says itself (CRI errors) stay, for they tell. */
const reasons =
  'ErrImagePull|ImagePullBackOff|ImageInspectError|InvalidImageName|ErrImageNeverPull|CreateContainerError|RunContainerError|CrashLoopBackOff'

/** Every pattern is anchored, and each of its characters can be read in one way only. */
const layers: readonly Peel[] = [
  behind(/^\s+/),
  behind(/^spec\.(?:c|initC|ephemeralC)ontainers\{[^}]*\}(?:: | |$)/),
  behind(/^\(combined from similar events\): /),
  behind(/^Failed to pull image "[^"]*"(?:: |$)/),
  behind(/^Failed to inspect image "[^"]*"(?:: |$)/),
  behind(/^Back-off pulling image "[^"]*"(?:: |$)/),
  behind(/^Failed (?:to )?create pod sandbox: /),
  behind(/^Error syncing pod, skipping: /),
  behind(/^failed to "[A-Za-z]+" for "[^"]*" with [A-Za-z]+: /),
  behind(new RegExp(`^(?:${reasons})(?:: |$)`)),
  behind(/^Error: /),
  behind(/^rpc error: code = [A-Za-z]+ desc = /),
  behind(/^Error response from daemon: /),
  behind(/^initializing source docker:\/\/[^\s]*: (?=\(Mirrors)/),
]

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** A text that is quoted as a whole, as Go's %q does it. */
const unquoted: Peel = (text) => {
  if (!text.startsWith('"')) return undefined
  const found = /^"((?:[^"\\]|\\.)*)"?$/s.exec(text)
  return found?.[1]?.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)
}

/** CRI-O tells of mirrors that it tried before; what counts is what the registry itself said, at the end. */
const mirrorsOpen = '(Mirrors also failed: '
const mirrorsClose = ']): '

const behindMirrors: Peel = (text) => {
  if (!text.startsWith(mirrorsOpen)) return undefined
  const close = text.lastIndexOf(mirrorsClose)
  if (close < 0) return undefined
  const primary = text.slice(close + mirrorsClose.length)
  const reference = /^[^\s]*: /.exec(primary)?.[0] ?? ''
  return primary.slice(reference.length)
}

const peels: readonly Peel[] = [...layers, behindMirrors, unquoted]

const peelOnce = (text: string): string | undefined => {
  for (const peel of peels) {
    const inner = peel(text)
    if (inner !== undefined) return inner
  }
  return undefined
}

/**
 * Takes off what kubelet, gRPC and Docker wrap around what the runtime or the registry said, as often as it is there.
 * Empty when nothing else was in it. Reads the first {@link maxMessageLength} characters.
 */
export const strip = (message: string): string => {
  let text = message.slice(0, maxMessageLength)
  for (let inner = peelOnce(text); inner !== undefined; inner = peelOnce(text)) text = inner
  return text.trimEnd()
}
