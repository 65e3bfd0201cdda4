import { fileURLToPath } from 'node:url'

const oldest = 24

/** The Node that runs the operator: this one, or where the tests run on an older one, that of the lock file. */
export const nodeProgram = (): string =>
  Number(process.versions.node.split('.')[0]) >= oldest
    ? process.execPath
    : fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url))
