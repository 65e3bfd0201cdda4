import { isBuiltin } from 'node:module'
import type { Metafile, Plugin } from 'esbuild'

const namespace = 'required-builtin'

/**
 * Gets Node's own modules by a call, where an import would ask each of their exports for its value: node:http's WebSocket
 * and its kin are only loaded when somebody asks, and bring an HTTP client and 13 MB of memory with them. What is
 * imported from such a module is then read when it is used.
 */
export const requiredBuiltins: Plugin = {
  name: 'required-builtins',
  setup: (build) => {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
      isBuiltin(path) && kind !== 'dynamic-import'
        ? { path: path.startsWith('node:') ? path : `node:${path}`, namespace }
        : undefined,
    )
    build.onLoad({ filter: /^node:/, namespace }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/** Throws when a bundle imports one of Node's modules all the same. (The banner's own import is not seen here, and loads nothing late.) */
export const refuseImportedBuiltins = ({ outputs }: Metafile): void => {
  for (const [file, { imports }] of Object.entries(outputs)) {
    const imported = imports.find(({ path, kind }) => kind === 'import-statement' && isBuiltin(path))
    if (imported !== undefined)
      throw new Error(`${file} imports ${imported.path}, which loads all that it may ever need`)
  }
}
