#!/usr/bin/env node
// What package.json's `bin` names. The bundle's syntax is beyond an old Node, whose complaint would help nobody: this
// file is kept to what Node 12.17, the first with ECMAScript modules, can read, and looks before it leaps.

/** Put in by the build: the major version of Node that the bundle is made for. */
declare const PULLKEEPER_NODE_MAJOR: number

if (Number(process.versions.node.split('.')[0]) < PULLKEEPER_NODE_MAJOR) {
  process.stderr.write(
    `pullkeeper needs Node.js ${PULLKEEPER_NODE_MAJOR} or later (this is ${process.version}): ` +
      'install it or run the container image\n',
  )
  process.exitCode = 1
} else {
  // Rejects only when the package is damaged: Node then says what is missing.
  void import('./main.js')
}
