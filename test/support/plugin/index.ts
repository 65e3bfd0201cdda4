import { dirname, basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** An executable that speaks kubelet's credential provider protocol, or does not, as its first argument says. */
export const testPlugin = fileURLToPath(new URL('test-plugin.mjs', import.meta.url))

/** What a configuration calls it, and where it is. */
export const testPluginName = basename(testPlugin)
export const testPluginBinDir = dirname(testPlugin)
