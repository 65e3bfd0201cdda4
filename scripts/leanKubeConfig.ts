import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

const resolveFrom = createRequire(import.meta.url)

/**
 * Of @kubernetes/client-node the operator uses KubeConfig alone, and over node:https (src/kube). This takes it without
 * the rest: its modules do nothing when they are loaded, which its package.json does not say; and undici, which only
 * its own HTTP client needs, is left out. 1.9 MB of program become 0.3 MB, and the operator's memory falls by what
 * docs/performance.md says.
 */
export const leanKubeConfig: Plugin = {
  name: 'lean-kube-config',
  setup: (build) => {
    const entry = resolveFrom.resolve('@kubernetes/client-node')
    const home = dirname(entry)
    build.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: entry, sideEffects: false }))
    build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) =>
      resolveDir.startsWith(home)
        ? { path: resolveFrom.resolve(`${resolveDir}/${path}`), sideEffects: false }
        : undefined,
    )
    build.onResolve({ filter: /^undici$/ }, ({ resolveDir }) =>
      resolveDir.startsWith(home) ? { path: fileURLToPath(new URL('noUndici.ts', import.meta.url)) } : undefined,
    )
  },
}
