import { all, any, matches, says, starts, type Rule } from './clue.ts'

/** kubelet (or dockershim) and its runtime's socket; a container's shim has a socket too, and is another matter. */
export const nodeRules: readonly Rule[] = [
  {
    class: 'NodeRuntimeUnavailable',
    when: any(
      matches('dial unix ', /dial unix [^\s"]*\.sock\b/),
      says('unknown service runtime.v1'),
      says('cannot connect to the docker daemon', 'container runtime is down', 'container runtime is not running'),
      all(says('connection error: desc = '), says('transport: ')),
      starts('transport is closing', 'error reading from server: '),
    ),
  },
  {
    class: 'NodeDiskFull',
    when: says(
      'no space left on device',
      'disk quota exceeded',
      'diskpressure',
      'disk pressure',
      'not enough disk space',
    ),
  },
]
