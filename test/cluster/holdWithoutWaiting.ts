import type { ChildProcess } from 'node:child_process'

/**
 * Lets our event loop end although this child and the pipe to it are open. The kernel closes the pipe when we end,
 * however we end; that is how the child learns of it.
 */
export const holdWithoutWaiting = (child: ChildProcess): void => {
  const { stdin } = child
  child.unref()
  if (stdin === null) return
  // The child may be gone before us: no news.
  stdin.on('error', () => {})
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
}
