import { any, matches, says, type Rule } from './clue.ts'

/** The admission plugin RuntimeClass (1.36), kubelet's lookup, containerd's and CRI-O's handlers. */
export const runtimeClassRules: readonly Rule[] = [
  {
    class: 'RuntimeClassNotFound',
    when: matches(
      'runtimeclass',
      /runtimeclass "[^"]*" not found|runtimeclass(?:es)?\.node\.k8s\.io "[^"]*" not found/,
    ),
  },
  {
    class: 'RuntimeClassConflict',
    when: says(
      'conflict: runtimeclass.scheduling.nodeselector[',
      "runtimeclass's defined overhead",
      'runtimeclass defined overhead',
    ),
  },
  {
    class: 'RuntimeHandlerMissing',
    when: any(
      matches('no runtime for "', /no runtime for "[^"]*" is configured/),
      says('failed to find runtime handler '),
      matches('runtimehandler "', /runtimehandler "[^"]*" not supported/),
    ),
  },
]
